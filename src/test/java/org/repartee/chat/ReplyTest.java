package org.repartee.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.chat.ChatFixture.answer;
import static org.repartee.chat.ChatFixture.called;
import static org.repartee.chat.ChatFixture.read;
import static org.repartee.chat.ChatFixture.reasoning;
import static org.repartee.chat.ChatFixture.spoken;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.chat.ReplyEvent.Finish;
import org.repartee.chat.ReplyEvent.Finished;

class ReplyTest {

    private static final Tool WEATHER = new Tool("get_weather", "", Map.of());
    private static final ChatMessage HELLO = new ChatMessage.User("Hello");

    private final ChatFixture fixture = new ChatFixture(100);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void reasoningAndAnswerArriveApart() throws InterruptedException {
        fixture.model.recite(spoken("A greeting.", "Hello, 世界!"));
        var events = read(fixture.complete(Options.DEFAULTS, List.of(), HELLO));
        assertThat(reasoning(events)).isEqualTo("A greeting.");
        assertThat(answer(events)).isEqualTo("Hello, 世界!");
        var finished = (Finished) events.getLast();
        assertThat(finished.finish()).isEqualTo(Finish.STOP);
        assertThat(finished.usage().completion())
                .isEqualTo(spoken("A greeting.", "Hello, 世界!").length);
        assertThat(finished.usage().reasoning()).isEqualTo(ChatFixture.text("A greeting.").length);
    }

    @Test
    void aStopTextEndsTheAnswerBeforeIt() throws InterruptedException {
        fixture.model.recite(spoken("Count.", "one two three four"));
        var options = options(List.of(" three"), OptionalInt.empty());
        var events = read(fixture.complete(options, List.of(), HELLO));
        assertThat(answer(events)).isEqualTo("one two");
        assertThat(((Finished) events.getLast()).finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void eachPieceIsTimedFromItsTokenUntilItHasLeft() throws InterruptedException {
        fixture.model.recite(spoken("A greeting.", "Hello, you!"));
        var pieces = 0;
        try (var reply = fixture.complete(Options.DEFAULTS, List.of(), HELLO)) {
            var event = reply.next();
            for (; !(event instanceof Finished); event = reply.next()) {
                Thread.sleep(2);
                reply.flushed();
                pieces++;
            }
            var timings = ((Finished) event).timings();
            var delivery = timings.delivery();
            assertThat(pieces).isGreaterThan(3);
            assertThat(delivery.pieces()).isEqualTo(pieces);
            assertThat(delivery.first()).isBetween(2_000_000L, delivery.slowest());
            assertThat(delivery.sum()).isBetween(pieces * 2_000_000L, pieces * delivery.slowest());
            assertThat(timings.accepted().orElseThrow())
                    .isLessThan(timings.firstFlush().orElseThrow());
            assertThat(timings.firstFlush().orElseThrow()).isLessThan(timings.total());
        }
    }

    @Test
    void aCallOfAnOfferedToolIsACall() throws InterruptedException {
        fixture.model.recite(called("get_weather", "{\"city\":\"Rome\"}"));
        var events = read(fixture.complete(Options.DEFAULTS, List.of(WEATHER), HELLO));
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        ReplyEvent.ToolCall.class,
                        call -> {
                            assertThat(call.name()).isEqualTo("get_weather");
                            assertThat(call.id()).startsWith("call_");
                        });
        assertThat(((Finished) events.getLast()).finish()).isEqualTo(Finish.TOOL_CALLS);
    }

    @Test
    void aCallOfAToolThatWasNotOfferedIsNoCall() throws InterruptedException {
        fixture.model.recite(called("get_weather", "{}"));
        var events = read(fixture.complete(Options.DEFAULTS, List.of(), HELLO));
        assertThat(events).noneMatch(ReplyEvent.ToolCall.class::isInstance);
        assertThat(answer(events)).isEmpty();
        assertThat(((Finished) events.getLast()).finish()).isEqualTo(Finish.STOP);
    }

    @Test
    void reasoningLeavesRoomForAnAnswer() throws InterruptedException {
        var endless = ChatFixture.join(spoken("hm ".repeat(40), "").clone());
        fixture.model.recite(endless);
        var events =
                read(fixture.complete(options(List.of(), OptionalInt.of(32)), List.of(), HELLO));
        var finished = (Finished) events.getLast();
        assertThat(finished.finish()).isEqualTo(Finish.LENGTH);
        assertThat(finished.usage().completion()).isEqualTo(32);
        assertThat(answer(events)).isNotEmpty();
    }

    @Test
    void aFailedStepIsToldAndTheNextRequestWorks() throws InterruptedException {
        fixture.model.reciteAndFail(3, spoken("A greeting.", "Hello"));
        var events = read(fixture.complete(Options.DEFAULTS, List.of(), HELLO));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo("model_failed");
                            assertThat(failed.message()).contains("forgot its text");
                        });
        fixture.model.recite(spoken("", "Again"));
        assertThat(answer(read(fixture.complete(Options.DEFAULTS, List.of(), HELLO))))
                .isEqualTo("Again");
    }

    @Test
    void moreTokensThanTheContextHoldsAreRefusedWithTheNumbers() {
        var huge = new ChatMessage.User("word ".repeat(3000));
        assertThatThrownBy(() -> fixture.complete(Options.DEFAULTS, List.of(), huge))
                .isInstanceOf(ChatFailure.PromptTooLong.class)
                .hasMessageContaining("2048");
    }

    @Test
    void aRangeIsCheckedWithTheFieldsName() {
        var options = new OptionsBuilder().temperature(3f).build();
        assertThatThrownBy(() -> fixture.complete(options, List.of(), HELLO))
                .isInstanceOfSatisfying(
                        ChatFailure.Invalid.class,
                        invalid -> {
                            assertThat(invalid.field()).isEqualTo("temperature");
                            assertThat(invalid)
                                    .hasMessage("temperature must be within [0, 2], got 3.0");
                        });
    }

    private static Options options(List<String> stop, OptionalInt maxTokens) {
        return new OptionsBuilder().stop(stop).maxTokens(maxTokens).build();
    }
}
