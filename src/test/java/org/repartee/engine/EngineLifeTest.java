package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.prompt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.repartee.engine.EngineRefusal.Reason;
import org.repartee.engine.sampling.Sampling;

/// What the engine refuses, and how it ends.
class EngineLifeTest {

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();
    private final ScriptedModel model = new ScriptedModel(10, 4);

    private Engine engine(EngineLimits limits) {
        return new Engine(model, limits, defects::add);
    }

    private static EngineRefusal refusal(Engine engine, GenerationRequest request) {
        return catchThrowableOfType(EngineRefusal.class, () -> engine.submit(request));
    }

    private static void refused(EngineRefusal refusal, Reason reason, long limit, long value) {
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.limit()).isEqualTo(limit);
        assertThat(refusal.value()).isEqualTo(value);
    }

    @Test
    void aFullQueueRefusesAtOnce() throws InterruptedException {
        var inStep = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        model.beforeStep(_ -> {
            inStep.countDown();
            awaitLatch(held);
        });
        try (var engine = engine(new EngineLimits(1, 8, 36, 2, 40))) {
            engine.submit(greedy(prompt(0, 5), 2));
            inStep.await();
            engine.submit(greedy(prompt(1, 30), 2));
            var tokens = refusal(engine, greedy(prompt(2, 11), 2));
            refused(tokens, Reason.WAITING_TOKENS, 40, 41);
            assertThat(tokens)
                    .hasMessage(
                            "waiting tokens must be at most max_waiting_tokens = 40, would be 41");
            engine.submit(greedy(prompt(2, 10), 2));
            refused(refusal(engine, greedy(prompt(3, 1), 2)), Reason.WAITING_REQUESTS, 2, 3);
            assertThat(Reason.WAITING_REQUESTS.isTemporary()).isTrue();
            held.countDown();
            IdleEngine.await(engine);
            assertThat(await(engine.submit(greedy(prompt(3, 1), 2))).tokens()).hasSize(2);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void whatCanNeverFitIsRefusedWithNumbers() {
        try (var engine = engine(new EngineLimits(1, 8, 60, 2, 60))) {
            var length = refusal(engine, greedy(prompt(0, 50), 11));
            refused(length, Reason.MODEL_LENGTH, 60, 61);
            assertThat(length).hasMessageContaining("max_model_len = 60, got 61");
            refused(refusal(engine, greedy(prompt(0, 40), 2)), Reason.KV_BLOCKS, 10, 11);
            assertThat(await(engine.submit(greedy(prompt(0, 40), 1))).tokens()).hasSize(1);
            assertThat(await(engine.submit(greedy(prompt(0, 21), 20))).tokens()).hasSize(20);
        }
    }

    @Test
    void tokensOutsideTheVocabularyAreNamed() {
        try (var engine = engine(new EngineLimits(1, 8, 60, 2, 60))) {
            assertThatThrownBy(() -> engine.submit(greedy(new int[] {3, 97}, 1)))
                    .hasMessage("prompt must name token ids within [0, 97), got 97");
            var stops = GenerationRequest.of(prompt(0, 1), Sampling.greedy(), 1, Set.of(-1));
            assertThatThrownBy(() -> engine.submit(stops))
                    .hasMessage("stop must name token ids within [0, 97), got -1");
            var bias = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of(200, 1f));
            var biased = GenerationRequest.of(prompt(0, 1), bias, 1, Set.of());
            assertThatThrownBy(() -> engine.submit(biased))
                    .hasMessage("logit_bias must name token ids within [0, 97), got 200");
        }
    }

    @Test
    void closingCancelsTheRestAndRefusesWhatComes() {
        var engine = engine(new EngineLimits(2, 8, 40, 9, 400));
        model.beforeStep(_ -> sleep(20));
        var generations =
                List.of(
                        engine.submit(greedy(prompt(0, 3), 37)),
                        engine.submit(greedy(prompt(1, 3), 37)),
                        engine.submit(greedy(prompt(2, 30), 9)),
                        engine.submit(greedy(prompt(3, 30), 9)));
        engine.close();
        engine.close();
        for (var generation : generations) {
            assertThat(await(generation).reason()).isEqualTo(FinishReason.CANCELLED);
        }
        assertThat(engine.snapshot().ownedBlocks()).isZero();
        refused(refusal(engine, greedy(prompt(0, 1), 1)), Reason.CLOSED, 0, 0);
        assertThat(defects).isEmpty();
    }

    @Test
    void anErrorOfTheRuntimeFailsEverybodyRatherThanLeaveThemWaiting() {
        model.beforeStep(_ -> {
            throw new OutOfMemoryError("scripted");
        });
        try (var engine = engine(new EngineLimits(1, 8, 40, 9, 400))) {
            var running = await(engine.submit(greedy(prompt(0, 3), 5)));
            assertThat(running.cause())
                    .hasMessageContaining("the engine has stopped")
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
        assertThat(defects).hasSize(1);
    }

    @Test
    void anIdleEngineSleepsAndWakes() {
        try (var engine = engine(new EngineLimits(1, 8, 40, 9, 400))) {
            await(engine.submit(greedy(prompt(0, 3), 5)));
            var thread =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(candidate -> candidate.getName().equals("repartee-engine"))
                            .findFirst()
                            .orElseThrow();
            var patience = 300;
            while (thread.getState() != Thread.State.WAITING && patience-- > 0) {
                sleep(10);
            }
            assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
            assertThat(await(engine.submit(greedy(prompt(1, 3), 5))).tokens()).hasSize(5);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void limitsNameFieldRuleAndValue() {
        assertThatThrownBy(() -> new EngineLimits(8, 4, 60, 2, 60))
                .hasMessage(
                        "max_num_batched_tokens must be at least 8 (the number of sequences), got"
                                + " 4");
        assertThatThrownBy(() -> new EngineLimits(8, 8, 60, 2, 59))
                .hasMessage("max_waiting_tokens must be at least 60 (max_model_len), got 59");
        assertThatThrownBy(() -> engine(new EngineLimits(8, 8, 5_000, 2, 5_000)))
                .hasMessage("max_model_len must be at most the model's 4096 positions, got 5000");
    }

    @Test
    void requestsNameFieldRuleAndValue() {
        assertThatThrownBy(() -> greedy(new int[0], 1))
                .hasMessage("prompt must hold at least 1 token, got 0");
        assertThatThrownBy(() -> greedy(prompt(0, 1), 0))
                .hasMessage("max_tokens must be at least 1, got 0");
    }
}
