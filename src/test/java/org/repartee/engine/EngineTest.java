package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.collect;
import static org.repartee.engine.Answers.expected;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.prompt;
import static org.repartee.engine.Answers.timed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.engine.Answers.Answer;
import org.repartee.engine.sampling.Sampling;
import org.repartee.runtime.ModelFailure;

class EngineTest {

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = new ScriptedModel(20, 4);
    private final Engine engine =
            new Engine(model, new EngineLimits(8, 16, 70, 100, 1_000), defects::add);

    @AfterEach
    void nothingLeaks() throws InterruptedException {
        IdleEngine.await(engine);
        engine.close();
        assertThat(defects).isEmpty();
    }

    private static GenerationRequest stopping(int[] prompt, int minTokens, int stopId) {
        return new GenerationRequest(
                prompt,
                Sampling.greedy(),
                minTokens,
                12,
                Set.of(stopId),
                GenerationRequest.NO_GUIDE,
                Optional.empty(),
                OptionalInt.empty());
    }

    @Test
    void aGenerationEndsAfterMaxTokens() {
        var request = greedy(prompt(1, 9), 12);
        var answer = await(engine.submit(request));
        assertThat(answer.tokens()).isEqualTo(expected(request)).hasSize(12);
        assertThat(answer.reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void aStopIdIsDeliveredAndEndsTheGeneration() {
        var all = expected(greedy(prompt(2, 9), 12));
        var answer = await(engine.submit(stopping(prompt(2, 9), 0, all.get(3))));
        assertThat(answer.tokens()).isEqualTo(all.subList(0, all.indexOf(all.get(3)) + 1));
        assertThat(answer.reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void beforeTheMinimumNoStopIdIsGenerated() {
        var stop = expected(greedy(prompt(2, 9), 1)).getFirst();
        var request = stopping(prompt(2, 9), 5, stop);
        var answer = await(engine.submit(request));
        assertThat(answer.tokens()).isEqualTo(expected(request)).hasSizeGreaterThan(5);
    }

    @Test
    void manyAtOnceAnswerAsOneAtATime() {
        var requests = IntStream.range(0, 30).mapToObj(i -> greedy(prompt(i, 1 + i), 20)).toList();
        var answers = allAtOnce(requests);
        for (var i = 0; i < 30; i++) {
            assertThat(await(answers.get(i)).tokens()).isEqualTo(expected(requests.get(i)));
        }
        assertThat(engine.snapshot().preemptions()).isPositive();
    }

    /// No step before all are there.
    private List<CompletableFuture<Answer>> allAtOnce(List<GenerationRequest> requests) {
        var submitted = new CountDownLatch(1);
        model.beforeStep(_ -> awaitLatch(submitted));
        var answers = requests.stream().map(engine::submit).map(Answers::collect).toList();
        submitted.countDown();
        return answers;
    }

    @Test
    void aSeedGivesTheSameTokensInCompanyAndAfterPreemption() {
        var sampling = new Sampling(1, 0.9f, 40, OptionalLong.of(5), 1, 1, 1.1f, Map.of());
        var requests = new ArrayList<GenerationRequest>();
        for (var i = 0; i < 12; i++) {
            requests.add(GenerationRequest.of(prompt(i, 12), sampling, 40, Set.of()));
        }
        var answers = allAtOnce(requests);
        var preempted = 0;
        for (var i = 0; i < 12; i++) {
            var answer = await(answers.get(i));
            assertThat(answer.tokens()).isEqualTo(expected(requests.get(i)));
            preempted += answer.timeline().preemptions();
        }
        assertThat(preempted).isPositive().isEqualTo((int) engine.snapshot().preemptions());
    }

    @Test
    void aKnownPrefixIsNotComputedAgain() {
        var first = prompt(3, 18);
        await(engine.submit(greedy(first, 1)));
        var same = await(engine.submit(greedy(first, 8)));
        assertThat(same.timeline().cachedTokens()).isEqualTo(17);
        assertThat(same.tokens()).isEqualTo(expected(greedy(first, 8)));
        assertThat(model.copies()).isEqualTo(1);
        assertThat(engine.snapshot().prefixHitTokens()).isEqualTo(17);
        assertThat(engine.snapshot().promptTokens()).isEqualTo(36);
    }

    @Test
    void aFailedStepFailsExactlyItsRequestsAndTheEngineGoesOn() throws InterruptedException {
        var inStep = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        model.beforeStep(_ -> {
            inStep.countDown();
            awaitLatch(proceed);
            model.beforeStep(_ -> {});
            throw new ModelFailure("scripted");
        });
        var inFailedStep = collect(engine.submit(greedy(prompt(8, 9), 12)));
        inStep.await();
        var later = greedy(prompt(8, 9), 12);
        var answer = collect(engine.submit(later));
        proceed.countDown();
        assertThat(await(inFailedStep).cause()).hasMessage("scripted");
        assertThat(await(answer).tokens()).isEqualTo(expected(later));
        assertThat(await(answer).timeline().cachedTokens()).isZero();
        assertThat(engine.snapshot().failedSteps()).isEqualTo(1);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aFailedCopyFailsItsRequestOnly() {
        await(engine.submit(greedy(prompt(9, 7), 1)));
        model.beforeCopy(() -> {
            throw new ModelFailure("no copy");
        });
        var answer = await(engine.submit(greedy(prompt(9, 7), 1)));
        assertThat(answer.cause()).hasMessage("no copy");
        assertThat(answer.timeline().scheduled()).isEmpty();
        var other = greedy(prompt(10, 7), 4);
        assertThat(await(engine.submit(other)).tokens()).isEqualTo(expected(other));
    }

    @Test
    void closingAGenerationCancelsItWithinOneStep() throws InterruptedException {
        var steps = new AtomicInteger();
        var inThirdStep = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        model.beforeStep(_ -> {
            if (steps.incrementAndGet() == 3) {
                inThirdStep.countDown();
                awaitLatch(held);
            }
        });
        var generation = engine.submit(greedy(prompt(11, 9), 60));
        inThirdStep.await();
        generation.close();
        generation.close();
        held.countDown();
        var answer = await(generation);
        assertThat(answer.reason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(answer.tokens()).hasSize(3);
        assertThat(IdleEngine.await(engine).steps()).isEqualTo(3);
        generation.close();
    }

    @Test
    void aWaitingRequestCanBeCancelledAndRunsOutOfTime() throws InterruptedException {
        var inStep = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        model.beforeStep(_ -> {
            inStep.countDown();
            awaitLatch(held);
        });
        var first = collect(engine.submit(greedy(prompt(12, 30), 40)));
        inStep.await();
        var cancelled = engine.submit(greedy(prompt(13, 60), 4));
        var late = collect(engine.submit(timed(prompt(14, 60), 4, Duration.ofNanos(1))));
        cancelled.close();
        assertThat(engine.snapshot().waiting()).isEqualTo(2);
        assertThat(engine.snapshot().waitingTokens()).isEqualTo(120);
        held.countDown();
        assertThat(await(cancelled).reason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(await(late).reason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(await(late).timeline().scheduled()).isEmpty();
        assertThat(await(first).reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void aRunningRequestEndsAtItsDeadline() {
        model.beforeStep(_ -> sleep(5));
        var answer = await(engine.submit(timed(prompt(15, 9), 60, Duration.ofMillis(30))));
        assertThat(answer.reason()).isEqualTo(FinishReason.DEADLINE);
        assertThat(answer.tokens()).hasSizeLessThan(20);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void theTimelineIsInOrder() {
        var timeline = await(engine.submit(greedy(prompt(16, 9), 3))).timeline();
        assertThat(
                        new long[] {
                            timeline.submitted(),
                            timeline.scheduled().orElseThrow(),
                            timeline.firstToken().orElseThrow(),
                            timeline.lastToken().orElseThrow(),
                            timeline.finished()
                        })
                .isSorted();
        assertThat(timeline.promptTokens()).isEqualTo(9);
        assertThat(timeline.generatedTokens()).isEqualTo(3);
    }
}
