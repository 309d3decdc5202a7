package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.collect;
import static org.repartee.engine.Answers.expected;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.prompt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.engine.Answers.Answer;
import org.repartee.engine.EngineRefusal.Reason;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.ModelFailure;

/// A device that is lost: with what ran on it, but not with what waits.
class RecoveryTest {

    // Kept, or the level would be forgotten with it.
    private static final Logger LOG = Logger.getLogger(Recovery.class.getName());

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = new ScriptedModel(20, 4, ScriptedModel.Kind.DEVICE);
    private final Engine engine =
            new Engine(model, new EngineLimits(1, 16, 70, 100, 1_000), defects::add);

    private final CountDownLatch allSubmitted = new CountDownLatch(1);
    private final CountDownLatch warmingUp = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch heldAtTheEnd = new CountDownLatch(1);

    /// Where the loss shows.
    enum Call {
        LAUNCH,
        AWAIT,
        COPY
    }

    @BeforeEach
    void lostDevicesAreNoNews() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void lostDevicesAreNewsAgain() {
        // Or a test that fails would wait for ever.
        held.countDown();
        heldAtTheEnd.countDown();
        engine.close();
        LOG.setLevel(null);
    }

    private RuntimeException lost() {
        awaitLatch(allSubmitted);
        return new DeviceLost("the GPU fell off the bus", new IllegalStateException("scripted"));
    }

    private void loseAt(Call call) {
        switch (call) {
            case LAUNCH ->
                    model.beforeStep(_ -> {
                        model.beforeStep(_ -> {});
                        throw lost();
                    });
            case AWAIT ->
                    model.beforeResult(() -> {
                        model.beforeResult(() -> {});
                        throw lost();
                    });
            case COPY ->
                    model.beforeCopy(() -> {
                        model.beforeCopy(() -> {});
                        throw lost();
                    });
        }
    }

    private void holdAtWarmUpOf(int done) {
        model.onWarmUp(progress -> {
            if (progress.done() == done) {
                warmingUp.countDown();
                awaitLatch(held);
            }
        });
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Reason refusal() {
        var refusal =
                catchThrowableOfType(
                        EngineRefusal.class, () -> engine.submit(greedy(prompt(0, 5), 2)));
        return refusal.reason();
    }

    @ParameterizedTest
    @EnumSource
    void whatRanFailsAndWhatWaitsIsAnswered(Call call) throws InterruptedException {
        var known = greedy(prompt(1, 6), 4);
        assertThat(await(engine.submit(known)).tokens()).isEqualTo(expected(known));
        holdAtWarmUpOf(2);
        loseAt(call);
        var running = collect(engine.submit(known));
        var waiting = collect(engine.submit(known));
        allSubmitted.countDown();
        warmingUp.await();
        assertThat(await(running).cause())
                .isInstanceOf(DeviceLost.class)
                .hasMessage("the GPU fell off the bus");
        assertThat(waiting).isNotDone();
        assertThat(refusal()).isEqualTo(Reason.RECOVERING);
        assertThat(Reason.RECOVERING.isTemporary()).isTrue();
        assertThat(engine.snapshot().state())
                .isEqualTo(new EngineState.Recovering("warming up 1 of 3: decode of 1"));
        held.countDown();
        var answer = await(waiting);
        assertThat(answer.tokens()).isEqualTo(expected(known));
        assertThat(answer.timeline().cachedTokens()).isZero();
        var state = IdleEngine.await(engine);
        assertThat(state.state()).isEqualTo(new EngineState.Serving());
        assertThat(state.failedSteps()).isEqualTo(1);
        assertThat(await(engine.submit(known)).tokens()).isEqualTo(expected(known));
        assertThat(defects).isEmpty();
    }

    @Test
    void whoWaitsCanStillLeaveAndRunOutOfTime() throws InterruptedException {
        model.onWarmUp(progress -> {
            switch (progress.done()) {
                case 1 -> {
                    warmingUp.countDown();
                    awaitLatch(held);
                }
                case 2 -> {}
                default -> awaitLatch(heldAtTheEnd);
            }
        });
        loseAt(Call.AWAIT);
        var running = collect(engine.submit(greedy(prompt(1, 6), 4)));
        var cancelled = engine.submit(greedy(prompt(2, 6), 4));
        var late = collect(engine.submit(Answers.timed(prompt(3, 6), 4, Duration.ofNanos(1))));
        allSubmitted.countDown();
        warmingUp.await();
        cancelled.close();
        held.countDown();
        assertThat(await(running).cause()).isInstanceOf(DeviceLost.class);
        assertThat(await(cancelled).reason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(await(late).reason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(refusal()).isEqualTo(Reason.RECOVERING);
        heldAtTheEnd.countDown();
        IdleEngine.await(engine);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aDeviceThatCannotBeSetUpAgainPutsTheEngineOutOfOrder() throws InterruptedException {
        var rebuilding = new CountDownLatch(1);
        model.onRebuild(() -> {
            rebuilding.countDown();
            awaitLatch(held);
            throw new ModelFailure("no device answers");
        });
        loseAt(Call.AWAIT);
        var running = collect(engine.submit(greedy(prompt(1, 6), 4)));
        var waiting = collect(engine.submit(greedy(prompt(2, 6), 4)));
        allSubmitted.countDown();
        rebuilding.await();
        held.countDown();
        var why =
                "the engine has stopped until the server is restarted: the device was lost (the GPU"
                        + " fell off the bus) and cannot be set up again: no device answers";
        assertThat(await(running).cause()).isInstanceOf(DeviceLost.class);
        assertThat(await(waiting).cause()).hasMessage(why);
        assertThat(refusal()).isEqualTo(Reason.OUT_OF_ORDER);
        assertThat(Reason.OUT_OF_ORDER.isTemporary()).isFalse();
        engine.close();
        assertThat(refusal()).isEqualTo(Reason.OUT_OF_ORDER);
        assertThat(engine.snapshot().state()).isEqualTo(new EngineState.OutOfOrder(why));
        assertThat(defects).hasSize(1);
    }

    @Test
    void anEngineThatIsClosedDoesNotWaitForTheWholeWarmUp() throws InterruptedException {
        holdAtWarmUpOf(1);
        loseAt(Call.AWAIT);
        var running = collect(engine.submit(greedy(prompt(1, 6), 4)));
        var waiting = collect(engine.submit(greedy(prompt(2, 6), 4)));
        allSubmitted.countDown();
        warmingUp.await();
        var closed = CompletableFuture.runAsync(engine::close);
        while (refusal() != Reason.CLOSED) {
            sleep(1);
        }
        held.countDown();
        closed.join();
        assertThat(List.of(await(running), await(waiting)))
                .extracting(Answer::end)
                .hasExactlyElementsOfTypes(
                        GenerationEvent.Failed.class, GenerationEvent.Finished.class);
        assertThat(await(waiting).reason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(defects).isEmpty();
    }
}
