package org.repartee.chat;

import java.util.List;

/// A message as the caller sends it, before it becomes a prompt.
public sealed interface ChatMessage {

    /// The caller's instructions; OpenAI's roles `system` and `developer` mean the same here.
    record Instructions(String text) implements ChatMessage {}

    record User(String text) implements ChatMessage {}

    /// An earlier answer.
    ///
    /// @param reasoning what it thought; empty when the client does not send it back
    /// @param text what it said; empty when it only called tools
    /// @param calls the tools it called, in order
    record Assistant(String reasoning, String text, List<Call> calls) implements ChatMessage {
        public Assistant {
            calls = List.copyOf(calls);
        }
    }

    /// What a tool answered to the call with this id.
    record ToolResult(String callId, String text) implements ChatMessage {}

    /// A call of a tool.
    ///
    /// @param arguments JSON as the model wrote it
    record Call(String id, String name, String arguments) {}
}
