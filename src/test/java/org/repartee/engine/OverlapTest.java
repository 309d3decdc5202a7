package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.collect;
import static org.repartee.engine.Answers.expected;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.engine.sampling.Sampling;
import org.repartee.runtime.ModelFailure;

/// What happens while the device computes a step, and the next one is planned already.
class OverlapTest {

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = new ScriptedModel(40, 4, ScriptedModel.Kind.DEVICE);
    private final Engine engine =
            new Engine(model, new EngineLimits(8, 32, 120, 100, 1_000), defects::add);

    private final List<Integer> rowsOfSteps = new CopyOnWriteArrayList<>();
    private final AtomicInteger launches = new AtomicInteger();
    private final AtomicInteger results = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    /// When in a turn the engine is held.
    enum Moment {
        /// Before the next step is planned.
        LAUNCH,
        /// Afterwards.
        RESULT
    }

    @AfterEach
    void nothingLeaks() throws InterruptedException {
        IdleEngine.await(engine);
        engine.close();
        assertThat(defects).isEmpty();
    }

    /// Lets the engine wait in its step of this number until `held` is counted down.
    private void holdStep(int number, Moment moment) {
        model.beforeStep(batch -> {
            rowsOfSteps.add(batch.sequences());
            hold(launches.incrementAndGet() == number && moment == Moment.LAUNCH);
        });
        model.beforeResult(
                () -> hold(results.incrementAndGet() == number && moment == Moment.RESULT));
    }

    private void hold(boolean now) {
        if (now) {
            reached.countDown();
            try {
                held.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatComesDuringAStepIsPartOfTheVeryNextOne(Moment moment)
            throws InterruptedException {
        holdStep(3, moment);
        var first = greedy(prompt(1, 9), 6);
        var running = collect(engine.submit(first));
        reached.await();
        var second = greedy(prompt(2, 9), 2);
        var late = collect(engine.submit(second));
        held.countDown();
        assertThat(await(running).tokens()).isEqualTo(expected(first));
        assertThat(await(late).tokens()).isEqualTo(expected(second));
        assertThat(rowsOfSteps).containsExactly(1, 1, 1, 2, 2, 1);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelDuringAStepEndsTheGenerationWithIt(Moment moment) throws InterruptedException {
        holdStep(3, moment);
        var request = greedy(prompt(1, 9), 60);
        var other = greedy(prompt(2, 9), 6);
        var generation = engine.submit(request);
        reached.await();
        var answer = collect(engine.submit(other));
        generation.close();
        held.countDown();
        var cancelled = await(generation);
        assertThat(cancelled.reason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(cancelled.tokens()).isEqualTo(expected(request).subList(0, 3));
        assertThat(await(answer).tokens()).isEqualTo(expected(other));
        assertThat(rowsOfSteps).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void anEndThatWasNotForeseenLeavesTheOthersAlone() throws InterruptedException {
        holdStep(1, Moment.LAUNCH);
        var first = collect(engine.submit(greedy(prompt(9, 1), 1)));
        reached.await();
        var requests = new ArrayList<GenerationRequest>();
        for (var i = 0; i < 6; i++) {
            var stop = expected(greedy(prompt(i, 5), 3 + i)).getLast();
            requests.add(GenerationRequest.of(prompt(i, 5), Sampling.greedy(), 20, Set.of(stop)));
        }
        var answers = requests.stream().map(engine::submit).map(Answers::collect).toList();
        held.countDown();
        for (var i = 0; i < 6; i++) {
            assertThat(await(answers.get(i)).tokens()).isEqualTo(expected(requests.get(i)));
            assertThat(await(answers.get(i)).reason()).isEqualTo(FinishReason.STOP);
        }
        assertThat(await(first).tokens()).hasSize(1);
        var lengths = requests.stream().map(request -> expected(request).size()).toList();
        assertThat(lengths).containsExactly(3, 4, 5, 2, 7, 8);
        assertThat(rowsOfSteps).containsExactly(1, 6, 6, 5, 4, 3, 2, 2, 1);
    }

    @Test
    void aTokenIsDeliveredWhileTheNextStepIsComputed() throws InterruptedException {
        holdStep(2, Moment.RESULT);
        var request = greedy(prompt(1, 9), 3);
        var generation = engine.submit(request);
        reached.await();
        assertThat(((GenerationEvent.Token) generation.next()).id())
                .isEqualTo(expected(request).getFirst());
        held.countDown();
        assertThat(await(generation).tokens()).isEqualTo(expected(request).subList(1, 3));
    }

    @ParameterizedTest
    @EnumSource
    void aStepThatFailsLeavesTheOneThatIsPlannedAlone(Moment moment) throws InterruptedException {
        var failing = new AtomicInteger();
        Runnable fail =
                () -> {
                    if (failing.incrementAndGet() == 2) {
                        hold(true);
                        throw new ModelFailure("scripted");
                    }
                };
        switch (moment) {
            case LAUNCH -> model.beforeStep(_ -> fail.run());
            case RESULT -> model.beforeResult(fail);
        }
        var broken = collect(engine.submit(greedy(prompt(1, 9), 6)));
        reached.await();
        var request = greedy(prompt(1, 9), 6);
        var answer = collect(engine.submit(request));
        held.countDown();
        assertThat(await(broken).cause()).hasMessage("scripted");
        assertThat(await(broken).tokens()).isEqualTo(expected(request).subList(0, 1));
        assertThat(await(answer).tokens()).isEqualTo(expected(request));
        assertThat(engine.snapshot().failedSteps()).isEqualTo(1);
    }
}
