package org.repartee.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.chat.ChatFixture.read;
import static org.repartee.chat.ChatFixture.spoken;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.repartee.chat.ReplyEvent.Finish;
import org.repartee.chat.ReplyEvent.Finished;
import org.repartee.conversation.AnswerState;
import org.repartee.conversation.Message;

/// How a server takes leave: nothing new is begun, what runs may end, the rest is interrupted.
@Timeout(60)
class DrainTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ChatMessage HELLO = new ChatMessage.User("Hello");

    private final ChatFixture fixture = new ChatFixture(100);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anIdleServerHasNothingToWaitFor() throws InterruptedException {
        assertThat(fixture.chat.drain(limits(LONG))).isZero();
        assertThat(fixture.chat.isDraining()).isTrue();
    }

    @Test
    void whatRunsIsFinishedAndWhatComesIsRefused() throws Exception {
        var resume = new CountDownLatch(1);
        fixture.model.reciteAndPause(5, resume, spoken("A greeting.", "Hello, you!"));
        var reply = fixture.complete(Options.DEFAULTS, List.of(), HELLO);
        var drained = drain(limits(LONG));

        assertThatThrownBy(() -> fixture.ask(Optional.empty(), "And me?"))
                .isInstanceOfSatisfying(
                        ChatFailure.Stopping.class,
                        refusal -> assertThat(refusal.retryAfterSeconds()).isEqualTo(7))
                .hasMessageContaining("try again in 7 seconds");
        assertThat(fixture.chat.openReplies()).isEqualTo(1);
        assertThat(drained).isNotDone();
        resume.countDown();

        var events = read(reply);
        assertThat(ChatFixture.answer(events)).isEqualTo("Hello, you!");
        assertThat(drained.get()).isZero();
        assertThat(fixture.conversations.list("anna", 10, Optional.empty()).conversations())
                .isEmpty();
    }

    @Test
    void whatTakesTooLongIsInterruptedAndItsReaderTold() throws Exception {
        var never = new CountDownLatch(1);
        fixture.model.reciteAndPause(8, never, spoken("A greeting.", "Hello, you!"));
        var reply = fixture.ask(Optional.empty(), "Hello?");
        var accepted = (ReplyEvent.Accepted) reply.next();
        var drained = drain(limits(Duration.ofMillis(50)));
        Thread.sleep(200);
        never.countDown();

        var last = read(reply).getLast();
        assertThat(((Finished) last).finish()).isEqualTo(Finish.INTERRUPTED);
        assertThat(drained.get()).isEqualTo(1);
        var stored = fixture.conversations.read("anna", accepted.conversation()).messages();
        assertThat(((Message.Answer) stored.getLast()).state()).isEqualTo(AnswerState.INTERRUPTED);
    }

    @Test
    void aReaderThatTakesNothingIsNotWaitedForLongerThanTheFarewell() throws Exception {
        fixture.model.recite(spoken("A greeting.", "Hello, you!"));
        try (var _ = fixture.complete(Options.DEFAULTS, List.of(), HELLO)) {
            assertThat(fixture.chat.drain(limits(Duration.ZERO))).isEqualTo(1);
            assertThat(fixture.chat.openReplies()).isEqualTo(1);
        }
        assertThat(fixture.chat.openReplies()).isZero();
    }

    @Test
    void aRequestThatWasRefusedIsNotWaitedFor() throws InterruptedException {
        assertThatThrownBy(() -> fixture.ask(Optional.empty(), " "))
                .isInstanceOf(ChatFailure.Invalid.class);
        assertThat(fixture.chat.openReplies()).isZero();
        assertThat(fixture.chat.drain(limits(LONG))).isZero();
    }

    @Test
    void limitsHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(Duration.ofSeconds(-1)))
                .withMessageContaining("at least 0, got PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrainLimits(LONG, LONG, Duration.ZERO))
                .withMessageContaining("at least one second, got PT0S");
    }

    private CompletableFuture<Integer> drain(DrainLimits limits) throws InterruptedException {
        var drained = new CompletableFuture<Integer>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        drained.complete(fixture.chat.drain(limits));
                    } catch (InterruptedException interrupted) {
                        drained.completeExceptionally(interrupted);
                    }
                });
        while (!fixture.chat.isDraining()) {
            Thread.sleep(1);
        }
        return drained;
    }

    private static DrainLimits limits(Duration timeout) {
        return new DrainLimits(timeout, Duration.ofSeconds(2), Duration.ofSeconds(7));
    }
}
