package org.repartee.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The answers that are open or not yet wholly saved: at most one open in a conversation, and a
/// bounded number in all.
///
/// Memory decides whether an answer is open, not the database's state `streaming`: one server owns
/// the database's conversations.
final class Drafts {
    private final Semaphore places;
    private final Map<UUID, Draft> byAnswer = new ConcurrentHashMap<>();
    private final Map<UUID, Draft> openByConversation = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Drafts(int most) {
        places = new Semaphore(most);
    }

    /// @throws ConversationFailure.Busy if another answer is open in this conversation
    /// @throws ConversationFailure.Unavailable if too many wait, or the server stops
    Draft open(UUID conversation, UUID answer) {
        if (!places.tryAcquire()) {
            throw new ConversationFailure.Unavailable(
                    "%d answers are open or wait for the database, no more are taken"
                            .formatted(byAnswer.size()));
        }
        var draft = new Draft(conversation, answer, this::ended);
        if (openByConversation.putIfAbsent(conversation, draft) != null) {
            places.release();
            throw new ConversationFailure.Busy(conversation);
        }
        byAnswer.put(answer, draft);
        if (closed) {
            discard(answer);
            throw new ConversationFailure.Unavailable("the server is stopping");
        }
        return draft;
    }

    private void ended(Draft draft) {
        openByConversation.remove(draft.conversation(), draft);
    }

    /// Forgets a draft: it is saved, or its question could not be stored.
    void discard(UUID answer) {
        var draft = byAnswer.remove(answer);
        if (draft != null) {
            ended(draft);
            places.release();
        }
    }

    Optional<Draft> find(UUID answer) {
        return Optional.ofNullable(byAnswer.get(answer));
    }

    /// All drafts of now.
    List<Draft> all() {
        return List.copyOf(byAnswer.values());
    }

    int size() {
        return byAnswer.size();
    }

    /// Takes no more and ends the open ones as interrupted.
    void close() {
        closed = true;
        byAnswer.values().forEach(Draft::cutOff);
    }
}
