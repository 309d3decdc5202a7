package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;

/// All stored conversations. Each belongs to one owner; another owner's are unknown.
///
/// Every method may be called from any thread and waits for the database, except what a [Draft]
/// does. Each throws [ConversationFailure.Unavailable] while the database is away.
public final class Conversations implements AutoCloseable {

    /// The most conversations of one page.
    public static final int MAX_PAGE = 100;

    /// Stores a question and its open answer, in a new conversation if none is named.
    ///
    /// @param text what was asked, not blank; the first line becomes a new conversation's title
    /// @param reasoningEffort the API's word, as it was asked for
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    /// @throws ConversationFailure.Busy if its last answer is still being written
    public Exchange ask(
            String owner,
            Optional<UUID> conversation,
            String text,
            String reasoningEffort,
            int maxTokens) {
        throw new UnsupportedOperationException();
    }

    /// One page of the owner's conversations, last asked first.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    /// @param before the cursor of an earlier page's `next`
    /// @throws IllegalArgumentException if the limit is out of range or the cursor is none of ours
    public ConversationPage list(String owner, int limit, Optional<String> before) {
        throw new UnsupportedOperationException();
    }

    /// A whole conversation, with an answer that is being written as far as it is.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Transcript read(String owner, UUID conversation) {
        throw new UnsupportedOperationException();
    }

    /// Gives a conversation another title; its place in the list stays.
    ///
    /// @throws IllegalArgumentException if the title is blank or longer than 80 characters
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public Summary rename(String owner, UUID conversation, String title) {
        throw new UnsupportedOperationException();
    }

    /// Deletes a conversation with all its messages. An answer that is being written goes on for
    /// its reader and is not stored.
    ///
    /// @throws ConversationFailure.Unknown if the owner has no such conversation
    public void delete(String owner, UUID conversation) {
        throw new UnsupportedOperationException();
    }

    /// Ends open answers as interrupted and saves everything that is not yet saved.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
