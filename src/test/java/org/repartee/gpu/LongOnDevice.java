package org.repartee.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;
import org.repartee.export.Exports;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.CpuModel;
import org.repartee.runtime.CudaModel;
import org.repartee.runtime.ModelOptions;

/// Random weights with prompts of several cache blocks, on a device against the CPU's graph.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LongOnDevice {

    private static final int POSITIONS = 1024;
    // The CPU's graph takes no more tokens at once than there are positions, padding included.
    private static final int STEP_TOKENS = 1000;
    private static final int SEQUENCES = 32;
    private static final int PROMPT = 700;
    private static final int ANSWER = 80;
    private static final int VOCABULARY = 9000;

    private final TestDevice device;
    private CudaModel model;
    private CpuModel reference;

    @SuppressWarnings("NullAway.Init") // loaded before the first test
    LongOnDevice(TestDevice device) {
        this.device = device;
    }

    @BeforeAll
    void load() {
        device.assume();
        var checkpoint = Exports.randomCheckpoint();
        model = load(device.export(checkpoint), SEQUENCES * POSITIONS / device.blockSize());
        reference =
                CpuModel.load(
                        Exports.forCpu(checkpoint), new CpuModel.Options(POSITIONS / 16, 16, 0));
    }

    private CudaModel load(Path folder, int blocks) {
        var onDevice = device.options(false);
        return device.load(
                folder,
                new ModelOptions(
                        blocks,
                        device.blockSize(),
                        STEP_TOKENS,
                        SEQUENCES,
                        POSITIONS,
                        0,
                        onDevice));
    }

    @AfterAll
    @SuppressWarnings("NullAway") // not loaded if there is no device
    void close() {
        if (model != null) {
            model.close();
        }
        if (reference != null) {
            reference.close();
        }
    }

    private Steps steps() {
        return new Steps(model, SEQUENCES, POSITIONS / device.blockSize());
    }

    private static int[] prompt(long seed) {
        return new Random(seed).ints(PROMPT, 0, VOCABULARY).toArray();
    }

    private void assertClose(float[] logits, float[] expected, String what) {
        var distance = Steps.distance(logits, expected);
        System.out.printf("%s, %s: %.4f%n", device, what, distance);
        assertThat(distance).as(what).isLessThanOrEqualTo(device.tolerance());
    }

    @Test
    void longPromptsAreComputedAsOnTheCpu() {
        for (var seed = 0; seed < 2; seed++) {
            var prompt = prompt(seed);
            var expected = new Steps(reference, 1, POSITIONS / 16).prefill(0, prompt, 256);
            assertClose(steps().prefill(seed, prompt, 1024), expected, "prompts of 700, whole");
            assertClose(steps().prefill(seed, prompt, 97), expected, "prompts of 700, chunked");
        }
    }

    @Test
    void candidatesAreTheLargestLogits() {
        var result = (Candidates) steps().prefillResult(0, prompt(4), 1024);
        var logits = Steps.row(result, 0);
        var sorted = logits.clone();
        Arrays.sort(sorted);
        assertThat(result.count()).isEqualTo(64);
        var sum = 0.0;
        for (var logit : logits) {
            sum += Math.exp(logit);
        }
        for (var rank = 0; rank < result.count(); rank++) {
            assertThat(result.logit(0, rank)).isEqualTo(sorted[sorted.length - 1 - rank]);
            assertThat(logits[result.id(0, rank)]).isEqualTo(result.logit(0, rank));
        }
        var error = Math.abs(result.rawLogSumExp(0) / Math.log(sum) - 1);
        System.out.printf("%s, log_sum_exp of 9,000 logits, relative error: %.2e%n", device, error);
        assertThat(error).isLessThan(1e-3);
    }

    /// Two sequences share full blocks, and a copy of the block that is not full.
    @Test
    void aPrefixFromTheCacheChangesNothing() {
        var prompt = prompt(5);
        var expected = steps().prefill(0, prompt, 1024);
        var shared = 600;
        var size = device.blockSize();
        var blocks = POSITIONS / size;
        for (var block = 0; block < Math.ceilDiv(shared, size); block++) {
            model.copyBlock(block, blocks + block);
        }
        var logits = Steps.row(steps().clear().add(1, prompt, shared, PROMPT).forward(), 0);
        assertClose(logits, expected, "prefix of 600 from the cache");
    }

    /// States how far batching moves logits: kernels differ by the number of rows.
    @Test
    void otherSequencesHardlyMoveTheLogits() {
        var prompt = prompt(6);
        var next = new Random(6).ints(8, 0, VOCABULARY).toArray();
        var tokens = IntStream.concat(Arrays.stream(prompt), Arrays.stream(next)).toArray();
        var alone = new ArrayList<float[]>();
        steps().prefill(0, prompt, 1024);
        for (var at = PROMPT; at < tokens.length; at++) {
            alone.add(Steps.row(steps().clear().add(0, tokens, at, at + 1).forward(), 0));
        }
        var others = IntStream.range(0, SEQUENCES).mapToObj(i -> prompt(100 + i)).toList();
        for (var i = 1; i < SEQUENCES; i++) {
            steps().prefill(i, Arrays.copyOf(others.get(i), 20 * i), 1024);
        }
        steps().prefill(0, prompt, 1024);
        var worst = 0.0;
        for (var at = PROMPT; at < tokens.length; at++) {
            var step = steps().clear().add(0, tokens, at, at + 1);
            for (var i = 1; i < SEQUENCES; i++) {
                var from = 20 * i + at - PROMPT;
                step.add(i, others.get(i), from, from + 1);
            }
            worst =
                    Math.max(
                            worst,
                            Steps.distance(Steps.row(step.forward(), 0), alone.get(at - PROMPT)));
        }
        System.out.printf("%s, alone against among 31 others: %.6f%n", device, worst);
        assertThat(worst).isLessThanOrEqualTo(device.tolerance());
    }

    @Test
    void preemptedSequencesAnswerAsUndisturbedOnes() throws InterruptedException {
        var prompts = List.of(prompt(7), prompt(8), prompt(9));
        var undisturbed = answers(SEQUENCES * POSITIONS / device.blockSize(), prompts);
        // One block too few for two whole answers.
        var few = 2 * Math.ceilDiv(PROMPT + ANSWER, device.blockSize()) - 1;
        var preempted = answers(few, prompts);
        assertThat(preempted.preemptions()).isPositive();
        assertThat(undisturbed.preemptions()).isZero();
        assertThat(preempted.tokens().getFirst()).hasSize(ANSWER);
        if (device.keepsGreedyTokens()) {
            assertThat(preempted.tokens()).isEqualTo(undisturbed.tokens());
        }
    }

    private record Answers(List<List<Integer>> tokens, long preemptions) {}

    private Answers answers(int blocks, List<int[]> prompts) throws InterruptedException {
        var limits = new EngineLimits(4, 512, POSITIONS, 8, 8 * POSITIONS);
        try (var own = load(folder(), blocks);
                var engine = new Engine(own, limits)) {
            var running = new ArrayList<Generation>();
            for (var prompt : prompts) {
                running.add(
                        engine.submit(
                                GenerationRequest.of(prompt, Sampling.greedy(), ANSWER, Set.of())));
            }
            var tokens = new ArrayList<List<Integer>>();
            for (var generation : running) {
                tokens.add(collect(generation));
            }
            return new Answers(tokens, engine.snapshot().preemptions());
        }
    }

    private Path folder() {
        return device.export(Exports.randomCheckpoint());
    }

    private static List<Integer> collect(Generation generation) throws InterruptedException {
        var tokens = new ArrayList<Integer>();
        for (var event = generation.next(); ; event = generation.next()) {
            switch (event) {
                case GenerationEvent.Token token -> tokens.add(token.id());
                case GenerationEvent.Finished _ -> {
                    return tokens;
                }
                case GenerationEvent.Failed(var cause, _) -> throw cause;
            }
        }
    }
}
