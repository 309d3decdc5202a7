package org.repartee.chat;

import java.util.Optional;
import java.util.OptionalLong;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.conversation.AnswerState;
import org.repartee.conversation.Ending;

/// A reply's last event as the conversation and the audit keep it.
final class Endings {

    private Endings() {}

    static Ending of(ReplyEvent last, AnswerState state, Optional<String> finishReason) {
        var usage = usage(last);
        return new Ending(
                state,
                finishReason,
                Optional.of(
                        new org.repartee.conversation.Usage(
                                usage.prompt(),
                                usage.cached(),
                                usage.completion(),
                                usage.reasoning())),
                Optional.of(timings(timings(last))));
    }

    static Usage usage(ReplyEvent last) {
        return switch (last) {
            case ReplyEvent.Finished(_, var usage, _) -> usage;
            case ReplyEvent.Failed(_, _, var usage, _) -> usage;
            case ReplyEvent.Accepted _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.Answer _,
                    ReplyEvent.ToolCall _,
                    ReplyEvent.ToolArguments _ ->
                    throw new IllegalArgumentException("not an end: " + last);
        };
    }

    /// @param cancelledStatus HTTP status that fits a cancelled reply
    static Outcome outcome(ReplyEvent last, int cancelledStatus) {
        return switch (last) {
            case ReplyEvent.Finished(var finish, _, _) -> outcome(finish, cancelledStatus);
            case ReplyEvent.Failed(var code, var message, _, _) ->
                    new Outcome(500, Optional.empty(), Optional.of(code), Optional.of(message));
            case ReplyEvent.Accepted _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.Answer _,
                    ReplyEvent.ToolCall _,
                    ReplyEvent.ToolArguments _ ->
                    throw new IllegalArgumentException("not an end: " + last);
        };
    }

    private static Outcome outcome(ReplyEvent.Finish finish, int cancelledStatus) {
        return switch (finish) {
            case STOP, LENGTH, TOOL_CALLS -> ended(200, finish);
            case CANCELLED -> ended(cancelledStatus, finish);
            case INTERRUPTED ->
                    new Outcome(
                            503,
                            Optional.empty(),
                            Optional.of("interrupted"),
                            Optional.of("the server stopped before the answer was complete"));
        };
    }

    private static Outcome ended(int status, ReplyEvent.Finish finish) {
        return new Outcome(
                status, Optional.of(finish.wireName()), Optional.empty(), Optional.empty());
    }

    private static Timings timings(ReplyEvent last) {
        return switch (last) {
            case ReplyEvent.Finished(_, _, var timings) -> timings;
            case ReplyEvent.Failed(_, _, _, var timings) -> timings;
            case ReplyEvent.Accepted _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.Answer _,
                    ReplyEvent.ToolCall _,
                    ReplyEvent.ToolArguments _ ->
                    throw new IllegalArgumentException("not an end: " + last);
        };
    }

    private static org.repartee.conversation.Timings timings(Timings timings) {
        return new org.repartee.conversation.Timings(
                timings.scheduled(),
                prefill(timings),
                timings.firstToken(),
                timings.firstReasoning(),
                timings.firstAnswer(),
                timings.total());
    }

    private static OptionalLong prefill(Timings timings) {
        return timings.scheduled().isPresent() && timings.firstToken().isPresent()
                ? OptionalLong.of(
                        timings.firstToken().getAsLong() - timings.scheduled().getAsLong())
                : OptionalLong.empty();
    }

    /// @param stopped whether the reader had enough
    static AnswerState state(ReplyEvent.Finish finish, boolean stopped) {
        return switch (finish) {
            case STOP, LENGTH, TOOL_CALLS -> AnswerState.COMPLETE;
            case CANCELLED -> stopped ? AnswerState.STOPPED : AnswerState.INTERRUPTED;
            case INTERRUPTED -> AnswerState.INTERRUPTED;
        };
    }
}
