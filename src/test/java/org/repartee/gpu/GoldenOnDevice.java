package org.repartee.gpu;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.CudaModel;
import org.repartee.runtime.ModelOptions;

/// The golden checkpoint on a device against Hugging Face's float32 results.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GoldenOnDevice {

    private static final List<GoldenModel.Case> CASES = GoldenModel.cases();
    private static final int POSITIONS = 256;
    // The CPU's graph takes no more tokens at once than there are positions, padding included.
    private static final int STEP_TOKENS = 250;

    private final TestDevice device;
    private Path folder;
    private CudaModel model;
    private Optional<CudaModel> recorded = Optional.empty();

    @SuppressWarnings("NullAway.Init") // loaded before the first test
    GoldenOnDevice(TestDevice device) {
        this.device = device;
    }

    @BeforeAll
    void load() {
        device.assume();
        folder = device.export(GoldenModel.checkpoint());
        model = load(false);
    }

    /// Loaded when it is needed: if recording fails, the other tests still tell what they can.
    private CudaModel recorded() {
        if (recorded.isEmpty()) {
            recorded = Optional.of(load(true));
            recorded.get().warmUp(_ -> {});
        }
        return recorded.get();
    }

    private CudaModel load(boolean graphs) {
        var blocks = CASES.size() * POSITIONS / device.blockSize();
        var onDevice = device.options(graphs);
        return device.load(
                folder,
                new ModelOptions(
                        blocks, device.blockSize(), STEP_TOKENS, 8, POSITIONS, 0, onDevice));
    }

    @AfterAll
    @SuppressWarnings("NullAway") // not loaded if there is no device
    void close() {
        if (model != null) {
            model.close();
        }
        recorded.ifPresent(CudaModel::close);
    }

    private Steps steps(CudaModel of) {
        return new Steps(of, CASES.size(), POSITIONS / device.blockSize());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 256})
    void logitsAreTheReferences(int chunk) {
        var logits = new float[CASES.size()][];
        for (var i = 0; i < CASES.size(); i++) {
            logits[i] = steps(model).prefill(i, CASES.get(i).prompt(), chunk);
        }
        assertGolden(logits, "chunks of " + chunk);
    }

    private void assertGolden(float[][] logits, String how) {
        var distances = new double[CASES.size()];
        for (var i = 0; i < distances.length; i++) {
            distances[i] = Steps.distance(logits[i], CASES.get(i).lastLogits());
        }
        System.out.printf(
                "%s, golden logits, %s: off by %s%n",
                device,
                how,
                Arrays.stream(distances).mapToObj("%.4f"::formatted).collect(joining(", ")));
        for (var i = 0; i < distances.length; i++) {
            assertThat(distances[i])
                    .as("case %d, %s", i, how)
                    .isLessThanOrEqualTo(device.goldenTolerance(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 256})
    void greedyTokensAreTheReferences(int chunk) {
        var tokens = new int[CASES.size()][];
        for (var i = 0; i < CASES.size(); i++) {
            var golden = CASES.get(i);
            var first = steps(model).prefillResult(i, golden.prompt(), chunk).argmax(0);
            tokens[i] = steps(model).greedy(i, golden.prompt(), first, golden.greedy().length);
        }
        assertGreedy(tokens, "chunks of " + chunk);
    }

    private void assertGreedy(int[][] tokens, String how) {
        var same = new int[CASES.size()];
        for (var i = 0; i < same.length; i++) {
            var expected = CASES.get(i).greedy();
            var mismatch = Arrays.mismatch(tokens[i], expected);
            same[i] = mismatch < 0 ? expected.length : mismatch;
        }
        System.out.printf(
                "%s, greedy tokens of 24, %s: %s are right%n", device, how, Arrays.toString(same));
        for (var i = 0; i < same.length && device.keepsGreedyTokens(); i++) {
            assertThat(tokens[i]).as("case %d, %s", i, how).isEqualTo(CASES.get(i).greedy());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allCasesInOneBatchAreTheReferences(boolean replayed) {
        var steps = steps(replayed ? recorded() : model);
        var how = replayed ? "batched and replayed" : "batched";
        steps.clear();
        for (var i = 0; i < CASES.size(); i++) {
            steps.add(i, CASES.get(i).prompt(), 0, CASES.get(i).prompt().length);
        }
        var result = steps.forward();
        var tokens = new int[CASES.size()][];
        var logits = new float[CASES.size()][];
        for (var i = 0; i < CASES.size(); i++) {
            logits[i] = Steps.row(result, i);
            var prompt = CASES.get(i).prompt();
            tokens[i] = Arrays.copyOf(prompt, prompt.length + CASES.get(i).greedy().length);
            tokens[i][prompt.length] = result.argmax(i);
        }
        assertGolden(logits, how);
        for (var step = 0; step < CASES.getFirst().greedy().length - 1; step++) {
            steps.clear();
            for (var i = 0; i < CASES.size(); i++) {
                var at = CASES.get(i).prompt().length + step;
                steps.add(i, tokens[i], at, at + 1);
            }
            var next = steps.forward();
            for (var i = 0; i < CASES.size(); i++) {
                tokens[i][CASES.get(i).prompt().length + step + 1] = next.argmax(i);
            }
        }
        for (var i = 0; i < CASES.size(); i++) {
            var from = CASES.get(i).prompt().length;
            tokens[i] = Arrays.copyOfRange(tokens[i], from, tokens[i].length);
        }
        assertGreedy(tokens, how);
    }

    @Test
    void aReplayedStepIsThePlainStep() {
        var worst = 0.0;
        for (var i = 0; i < CASES.size(); i++) {
            var prompt = CASES.get(i).prompt();
            var all = Arrays.copyOf(prompt, prompt.length + CASES.get(i).greedy().length);
            System.arraycopy(
                    CASES.get(i).greedy(), 0, all, prompt.length, CASES.get(i).greedy().length);
            steps(model).prefill(i, prompt, 256);
            steps(recorded()).prefill(i, prompt, 256);
            for (var at = prompt.length; at < all.length; at++) {
                var plain = Steps.row(steps(model).clear().add(i, all, at, at + 1).forward(), 0);
                var replay =
                        Steps.row(steps(recorded()).clear().add(i, all, at, at + 1).forward(), 0);
                worst = Math.max(worst, Steps.distance(plain, replay));
            }
        }
        System.out.printf("%s, replayed against plain steps: %.6f%n", device, worst);
        assertThat(worst).isLessThanOrEqualTo(device.tolerance() / 100);
        assertThat(recorded().coldShapes()).isZero();
    }

    @Test
    void candidatesAreTheLargestLogits() {
        var worst = 0.0;
        for (var i = 0; i < CASES.size(); i++) {
            var result = (Candidates) steps(model).prefillResult(i, CASES.get(i).prompt(), 256);
            var logits = Steps.row(result, 0);
            var sorted = logits.clone();
            Arrays.sort(sorted);
            var sum = 0.0;
            for (var logit : logits) {
                sum += Math.exp(logit);
            }
            for (var rank = 0; rank < result.count(); rank++) {
                assertThat(result.logit(0, rank)).isEqualTo(sorted[sorted.length - 1 - rank]);
                assertThat(logits[result.id(0, rank)]).isEqualTo(result.logit(0, rank));
            }
            worst = Math.max(worst, Math.abs(result.logSumExp(0) / Math.log(sum) - 1));
        }
        System.out.printf("%s, log_sum_exp, relative error: %.2e%n", device, worst);
        assertThat(worst).isLessThan(1e-3);
    }
}
