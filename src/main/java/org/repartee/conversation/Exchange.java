package org.repartee.conversation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A stored question and its open answer.
///
/// @param instructions of the conversation; may be empty
/// @param parent what the question follows; absent for a first one
/// @param question its id, and `text` what it asks
/// @param begun what the answer already says, if it goes on; else empty
/// @param history the messages before the question, from the first, with answers as far as they got
/// @param draft where the answer goes; must be finished or closed
/// @param undo what to do if the question cannot be put to the model
public record Exchange(
        UUID conversation,
        String title,
        String instructions,
        Optional<UUID> parent,
        UUID question,
        String text,
        String begun,
        List<Message> history,
        Draft draft,
        Undo undo) {

    public Exchange {
        history = List.copyOf(history);
    }

    /// The answer's id.
    public UUID answer() {
        return draft.answer();
    }

    /// @param created the messages that came with this exchange
    /// @param leaf position of the end of what was shown before
    record Undo(List<UUID> created, Optional<Integer> leaf) {}
}
