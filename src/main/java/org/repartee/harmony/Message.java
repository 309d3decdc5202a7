package org.repartee.harmony;

import java.util.List;

/// A message of a conversation as clients know it. An assistant's message may become several
/// harmony messages: reasoning, preamble, calls, answer.
public sealed interface Message {

    /// The caller's system prompt or developer instructions. Several are joined by a blank line, in
    /// their order; all stand at the beginning of the prompt.
    record Instructions(String text) implements Message {}

    /// What the user said.
    record User(String text) implements Message {}

    /// What the assistant said. With calls, `content` is the preamble that came before them;
    /// without, it is the answer. Empty texts are not rendered, except an empty answer.
    record Assistant(String reasoning, String content, List<FunctionCall> calls)
            implements Message {
        public Assistant {
            calls = List.copyOf(calls);
        }

        /// An answer without reasoning.
        public static Assistant answer(String content) {
            return new Assistant("", content, List.of());
        }
    }

    /// What a function returned.
    record FunctionResult(String name, String output) implements Message {
        public FunctionResult {
            FormatName.check("function name", name);
        }
    }

    /// A call that the assistant made. `arguments` is JSON text as the model wrote it.
    record FunctionCall(String name, String arguments) {
        public FunctionCall {
            FormatName.check("function name", name);
        }
    }
}
