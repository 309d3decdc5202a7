package org.repartee.chat;

import java.util.List;

/// A request that brings its whole history along and leaves no text behind.
///
/// @param tools what the model may call; empty also when the caller's `tool_choice` is `none`
/// @param streamed whether the caller reads while the answer is made; for the audit
public record Turn(
        Caller caller,
        Arrival arrival,
        List<ChatMessage> messages,
        List<Tool> tools,
        Options options,
        boolean streamed) {

    public Turn {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
