package org.repartee.conversation;

import java.util.List;
import java.util.Optional;

/// Some conversations, last asked first. `next` is the cursor of the following page, absent on the
/// last one.
public record ConversationPage(List<Summary> conversations, Optional<String> next) {
    public ConversationPage {
        conversations = List.copyOf(conversations);
    }

    /// Whether older conversations follow.
    public boolean hasMore() {
        return next.isPresent();
    }
}
