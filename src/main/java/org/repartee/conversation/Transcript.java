package org.repartee.conversation;

import java.util.List;

/// A whole conversation, messages in the order in which they were written.
public record Transcript(Summary summary, List<Message> messages) {
    public Transcript {
        messages = List.copyOf(messages);
    }
}
