package org.repartee.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;
import org.repartee.export.Exports;
import org.repartee.runtime.ModelOptions;

/// Many requests through the engine after a warm-up: none meets anything for the first time.
abstract class RequestsOnDevice {

    private static final int REQUESTS = 1000;
    private static final int SEQUENCES = 16;
    private static final int STEP_TOKENS = 256;
    private static final int LENGTH = 512;

    private final TestDevice device;

    RequestsOnDevice(TestDevice device) {
        this.device = device;
    }

    @Test
    void noRequestPaysForAFirstCall() throws InterruptedException {
        device.assume();
        var blocks = SEQUENCES * LENGTH / device.blockSize();
        var onDevice = device.options(true);
        var options =
                new ModelOptions(
                        blocks, device.blockSize(), STEP_TOKENS, SEQUENCES, LENGTH, 0, onDevice);
        var limits = new EngineLimits(SEQUENCES, STEP_TOKENS, LENGTH, REQUESTS, REQUESTS * LENGTH);
        try (var model = device.load(device.export(Exports.randomCheckpoint()), options)) {
            var start = System.nanoTime();
            model.warmUp(_ -> {});
            var seconds = (System.nanoTime() - start) / 1e9;
            try (var engine = new Engine(model, limits)) {
                serve(engine);
            }
            System.out.printf(
                    "%s, %d requests after a warm-up of %.1f s: %d cold shapes%n",
                    device, REQUESTS, seconds, model.coldShapes());
            assertThat(model.coldShapes()).isZero();
        }
    }

    private static void serve(Engine engine) throws InterruptedException {
        var random = new Random(11);
        var running = new ArrayList<Generation>();
        for (var i = 0; i < REQUESTS; i++) {
            var length = 1 + random.nextInt(i % 10 == 0 ? 400 : 30);
            var prompt = random.ints(length, 0, 1000).toArray();
            var count = 1 + random.nextInt(8);
            running.add(
                    engine.submit(
                            GenerationRequest.of(prompt, Sampling.greedy(), count, Set.of())));
        }
        for (var generation : List.copyOf(running)) {
            assertThat(tokens(generation)).isBetween(1, 8);
        }
    }

    private static int tokens(Generation generation) throws InterruptedException {
        var tokens = 0;
        for (var event = generation.next(); ; event = generation.next()) {
            switch (event) {
                case GenerationEvent.Token _ -> tokens++;
                case GenerationEvent.Finished _ -> {
                    return tokens;
                }
                case GenerationEvent.Failed(var cause, _) -> throw cause;
            }
        }
    }
}
