package org.repartee.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a reply tells, in order: [Accepted] first when the server keeps the conversation, then any
/// number of texts and calls, and exactly one [Finished] or [Failed] at the end.
public sealed interface ReplyEvent {

    /// The question is stored.
    ///
    /// @param parent what the question follows; absent for a first one
    /// @param text what it asks
    record Accepted(
            UUID conversation,
            String title,
            UUID question,
            UUID answer,
            Optional<UUID> parent,
            String text)
            implements ReplyEvent {}

    /// More of what the model thinks.
    record Reasoning(String text) implements ReplyEvent {}

    /// More of the answer. `logprobs` is empty unless asked for.
    record Answer(String text, List<TokenLogprob> logprobs) implements ReplyEvent {}

    /// The model begins to call a tool; its arguments follow.
    ///
    /// @param index 0 for the first call of this reply
    record ToolCall(int index, String id, String name) implements ReplyEvent {}

    /// More of the arguments of the call `index`, as JSON text.
    record ToolArguments(int index, String text) implements ReplyEvent {}

    record Finished(Finish finish, Usage usage, Timings timings) implements ReplyEvent {}

    /// The generation broke. What was told before stands, nothing follows.
    ///
    /// @param code short and stable, such as `model_failed` or `deadline_exceeded`
    record Failed(String code, String message, Usage usage, Timings timings)
            implements ReplyEvent {}

    /// Why a reply ended.
    enum Finish {
        STOP("stop"),
        LENGTH("length"),
        TOOL_CALLS("tool_calls"),
        CANCELLED("cancelled"),
        /// The server stopped.
        INTERRUPTED("interrupted");

        private final String wireName;

        Finish(String wireName) {
            this.wireName = wireName;
        }

        /// OpenAI's `finish_reason`; `cancelled` and `interrupted` are ours.
        public String wireName() {
            return wireName;
        }
    }
}
