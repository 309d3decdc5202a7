package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;

/// Where a question is asked, or an answer given once more.
public sealed interface Place {

    /// A new conversation begins.
    ///
    /// @param instructions what holds for all of its answers; may be empty
    record Start(String text, String instructions) implements Place {}

    /// Behind the end of the branch that is shown.
    record Next(UUID conversation, String text) implements Place {}

    /// A question instead of another one: a further child of the same message.
    ///
    /// @param parent the answer that it follows; absent for a conversation's first question
    record Instead(UUID conversation, Optional<UUID> parent, String text) implements Place {}

    /// Another answer to a question that was answered before.
    record Again(UUID conversation, UUID question) implements Place {}

    /// An answer that was cut off goes on.
    record Onward(UUID conversation, UUID answer) implements Place {}
}
