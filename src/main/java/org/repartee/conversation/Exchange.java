package org.repartee.conversation;

import java.util.List;
import java.util.UUID;

/// A stored question and its open answer. `history` holds the messages before the question, with
/// answers as far as they got; `draft` is where the answer goes and must be finished or closed.
public record Exchange(
        UUID conversation, String title, UUID question, List<Message> history, Draft draft) {
    public Exchange {
        history = List.copyOf(history);
    }

    /// The answer's id.
    public UUID answer() {
        return draft.answer();
    }
}
