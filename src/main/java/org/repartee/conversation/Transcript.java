package org.repartee.conversation;

import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A whole conversation, messages in the order in which they were written.
///
/// @param instructions what holds for all of its answers; may be empty
/// @param leaf the last message of the branch that is shown
public record Transcript(
        Summary summary, String instructions, Optional<UUID> leaf, List<Message> messages) {
    public Transcript {
        messages = List.copyOf(messages);
    }

    /// The messages from the first one to the end of the branch that is shown.
    public List<Message> branch() {
        return branch(messages, leaf);
    }

    static List<Message> branch(List<Message> messages, Optional<UUID> leaf) {
        var byId = new HashMap<UUID, Message>();
        messages.forEach(message -> byId.put(message.id(), message));
        var branch = new LinkedList<Message>();
        var at = leaf.map(byId::get);
        while (at.isPresent()) {
            branch.addFirst(at.get());
            at = at.get().parent().map(byId::get);
        }
        return List.copyOf(branch);
    }
}
