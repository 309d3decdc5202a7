package org.repartee.engine;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Phaser;
import org.repartee.engine.sampling.Sampling;

/// What the engine itself costs: steps of a model that computes nothing.
///
/// Prints, per step, the time from a step's result to the next launch, for which a device would
/// have to wait, the time from a launch until the result is asked for, during which it would
/// compute, and what the engine thread allocates.
final class StepLoopBenchmark {

    private static final int PROMPT = 512;
    private static final int ANSWER = 3_000;
    private static final int ROUNDS = 3;

    private StepLoopBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(
                "sequences |   sampling | result to launch, ns | launch to result, ns | bytes per step");
        for (var sequences : new int[] {1, 32, 128}) {
            print(sequences, "greedy", Sampling.greedy());
            print(
                    sequences,
                    "top_p 0.95",
                    new Sampling(1, 0.95f, 0, OptionalLong.of(1), 0, 0, 1, Map.of()));
        }
    }

    /// The last round counts: by then everything is compiled.
    private static void print(int sequences, String name, Sampling sampling)
            throws InterruptedException {
        var model = new EffortlessModel(sequences);
        var limits = new EngineLimits(sequences, 2_048, 4_096, 1_000, 1_000_000);
        try (var engine = new Engine(model, limits)) {
            for (var round = 0; round < ROUNDS; round++) {
                model.hold();
                var done = submit(engine, sequences, sampling);
                model.goAhead();
                done.arriveAndAwaitAdvance();
                IdleEngine.await(engine);
            }
        }
        System.out.printf(
                "%9d | %10s | %,20d | %,20d | %,15d%n",
                sequences,
                name,
                model.waitingNanos(),
                model.computingNanos(),
                model.allocatedBytes());
    }

    private static Phaser submit(Engine engine, int sequences, Sampling sampling) {
        var done = new Phaser(1);
        for (var i = 0; i < sequences; i++) {
            var request =
                    GenerationRequest.of(Answers.prompt(i, PROMPT), sampling, ANSWER, Set.of());
            var generation = engine.submit(request);
            done.register();
            Thread.startVirtualThread(() -> {
                take(generation);
                done.arriveAndDeregister();
            });
        }
        return done;
    }

    private static void take(Generation generation) {
        try {
            var event = generation.next();
            while (event instanceof GenerationEvent.Token) {
                event = generation.next();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
