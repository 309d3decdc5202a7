package org.repartee.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.repartee.chat.Model;
import org.repartee.chat.ServedModel;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.EngineState;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.ScriptedModel;
import org.repartee.engine.sampling.Sampling;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.ModelFailure;
import org.repartee.tokenizer.Tokenizer;

/// What the health check says from the first moment to the last.
class ModelReadyTest {

    // Kept, or the level would be forgotten with it.
    private static final Logger LOG = Logger.getLogger(Engine.class.getPackageName());

    private final ScriptedModel runtime = new ScriptedModel(8, 16);
    private final Engine engine = new Engine(runtime, new EngineLimits(1, 16, 64, 4, 64), _ -> {});
    private final Startup.State serving = new Startup.State.Serving(loaded());

    @BeforeEach
    void withoutAServer() {
        HealthResponses.install();
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        engine.close();
        LOG.setLevel(null);
    }

    private LoadedModel loaded() {
        var tokenizer = Tokenizer.o200kHarmony();
        var served = new ServedModel("scripted", Instant.EPOCH, 64, 64, List.of());
        return new LoadedModel(
                runtime, new Model(served, engine, tokenizer, new HarmonyRenderer(tokenizer)));
    }

    private static void says(Startup.State state, Status status, Map<String, Object> data) {
        HealthCheckResponse response = ModelReady.of(state);
        assertThat(response.getName()).isEqualTo("model");
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getData()).contains(data);
    }

    private GenerationEvent lastEvent() throws InterruptedException {
        var request = GenerationRequest.of(new int[] {1}, Sampling.greedy(), 1, Set.of());
        try (var generation = engine.submit(request)) {
            var event = generation.next();
            while (event instanceof GenerationEvent.Token) {
                event = generation.next();
            }
            return event;
        }
    }

    @Test
    void whileItStartsItSaysWhatItWaitsFor() {
        var warmingUp = "warming up 12 of 57: prefill of 512 tokens";
        says(new Startup.State.Loading(warmingUp), Status.DOWN, Map.of("waits_for", warmingUp));
        says(new Startup.State.Failed("no disk"), Status.DOWN, Map.of("failed", "no disk"));
    }

    @Test
    void aModelThatServesIsUp() {
        says(serving, Status.UP, Map.of("model", "scripted", "cold_shapes", 0L));
    }

    @Test
    void aServerThatStopsIsNotReadyAndSaysWhatItStillDoes() {
        var response = ModelReady.stopping(3);
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData())
                .contains(Map.of("open_answers", 3L, "stopping", "running answers are finished"));
    }

    @Test
    void itHasStartedOnceItServes() {
        var loading = ModelStarted.of(new Startup.State.Loading("the first token"));
        assertThat(loading.getStatus()).isEqualTo(Status.DOWN);
        assertThat(loading.getData()).contains(Map.of("waits_for", "the first token"));
        assertThat(ModelStarted.of(new Startup.State.Failed("no disk")).getStatus())
                .isEqualTo(Status.DOWN);
        assertThat(ModelStarted.of(serving).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void itIsAliveUnlessOnlyARestartHelps() throws InterruptedException {
        assertThat(alive(new Startup.State.Loading("it"))).isEqualTo(Status.UP);
        assertThat(alive(new Startup.State.Failed("no disk"))).isEqualTo(Status.DOWN);
        assertThat(alive(serving)).isEqualTo(Status.UP);
        var held = new CountDownLatch(1);
        lose(held);
        assertThat(lastEvent()).isInstanceOf(GenerationEvent.Failed.class);
        assertThat(alive(serving)).isEqualTo(Status.UP);
        held.countDown();
    }

    @Test
    void itIsNotAliveWhileAStepHangs() throws InterruptedException {
        var held = new CountDownLatch(1);
        runtime.beforeResult(() -> await(held));
        var request = GenerationRequest.of(new int[] {1}, Sampling.greedy(), 1, Set.of());
        try (var _ = engine.submit(request)) {
            while (engine.stepAge().filter(age -> age.toMillis() > 60).isEmpty()) {
                Thread.sleep(1);
            }
            assertThat(alive(serving)).isEqualTo(Status.UP);
            var hung = ModelLive.of(serving, Duration.ofMillis(50));
            assertThat(hung.getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(hung.getData().orElseThrow().get("failed")))
                    .contains("repartee.health.step-timeout", "the device hangs");
            held.countDown();
        }
        while (engine.stepAge().isPresent()) {
            Thread.sleep(1);
        }
        assertThat(alive(serving)).isEqualTo(Status.UP);
    }

    private static Status alive(Startup.State state) {
        return ModelLive.of(state, Duration.ofMinutes(2)).getStatus();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aLostDeviceIsDownUntilItIsSetUpAgain() throws InterruptedException {
        var held = new CountDownLatch(1);
        lose(held);
        assertThat(lastEvent()).isInstanceOf(GenerationEvent.Failed.class);
        says(serving, Status.DOWN, Map.of("waits_for", "the model to be loaded again: it is gone"));
        held.countDown();
        while (!(engine.snapshot().state() instanceof EngineState.Serving)) {
            Thread.sleep(1);
        }
        assertThat(lastEvent()).isInstanceOf(GenerationEvent.Finished.class);
        says(serving, Status.UP, Map.of("model", "scripted", "cold_shapes", 0L));
    }

    @Test
    void aDeviceLostForGoodIsDownWithTheReason() throws InterruptedException {
        lose(new CountDownLatch(0));
        runtime.onRebuild(() -> {
            throw new ModelFailure("no device answers");
        });
        assertThat(lastEvent()).isInstanceOf(GenerationEvent.Failed.class);
        while (!(engine.snapshot().state() instanceof EngineState.OutOfOrder)) {
            Thread.sleep(1);
        }
        var reason =
                "the engine has stopped until the server is restarted: the device was lost (it is"
                        + " gone) and cannot be set up again: no device answers";
        says(serving, Status.DOWN, Map.of("failed", reason));
    }

    private void lose(CountDownLatch untilRebuilt) {
        runtime.beforeResult(() -> {
            runtime.beforeResult(() -> {});
            throw new DeviceLost("it is gone", new IllegalStateException("scripted"));
        });
        runtime.onRebuild(() -> await(untilRebuilt));
    }
}
