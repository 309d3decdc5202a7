package org.repartee.web;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.ReplyEvent.Finish;
import org.repartee.chat.Timings;
import org.repartee.chat.TokenLogprob;
import org.repartee.chat.Usage;

/// What replies tell in the tests of this package.
final class Told {

    static final CompletionHead HEAD =
            new CompletionHead("chatcmpl-1", 1795433824, "m", "fp_00000001");

    static final Usage USAGE = new Usage(74, 64, 31, 11);

    static final Timings TIMINGS =
            new Timings(
                    OptionalLong.of(1250),
                    OptionalLong.of(1500),
                    OptionalLong.of(52_500),
                    OptionalLong.of(60_000),
                    OptionalLong.empty(),
                    OptionalLong.of(60_125),
                    OptionalLong.of(900_000),
                    901_234,
                    new Timings.Delivery(4, 125_000, 300_000, 150_000));

    private Told() {}

    static List<ReplyEvent> answered() {
        return List.of(
                new ReplyEvent.Reasoning("They \"greet\"."),
                new ReplyEvent.Answer("Hi", List.of()),
                new ReplyEvent.Answer(" 你好\n", List.of()),
                finished(Finish.STOP));
    }

    static List<ReplyEvent> called() {
        return List.of(
                new ReplyEvent.ToolCall(0, "call_1", "get_weather"),
                new ReplyEvent.ToolArguments(0, "{\"city\":"),
                new ReplyEvent.ToolArguments(0, "\"Oslo\"}"),
                new ReplyEvent.ToolCall(1, "call_2", "now"),
                new ReplyEvent.ToolArguments(1, "{}"),
                finished(Finish.TOOL_CALLS));
    }

    static List<ReplyEvent> weighed() {
        var rare = new TokenLogprob("x", List.of(120), Float.NEGATIVE_INFINITY, List.of());
        var likely = new TokenLogprob("Hi", List.of(72, 105), -0.25f, List.of());
        return List.of(
                new ReplyEvent.Answer(
                        "Hi",
                        List.of(
                                new TokenLogprob(
                                        "Hi", List.of(72, 105), -0.25f, List.of(likely, rare)))),
                finished(Finish.LENGTH));
    }

    static List<ReplyEvent> failed() {
        return List.of(
                new ReplyEvent.Answer("Hi", List.of()),
                new ReplyEvent.Failed("model_failed", "the model failed", USAGE, TIMINGS));
    }

    static ReplyEvent accepted() {
        return new ReplyEvent.Accepted(
                new UUID(0, 1),
                "A \"title\"",
                new UUID(0, 2),
                new UUID(0, 3),
                Optional.of(new UUID(0, 4)),
                "What?");
    }

    static ReplyEvent finished(Finish finish) {
        return new ReplyEvent.Finished(finish, USAGE, TIMINGS);
    }
}
