package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.ModelOptions.DeviceOptions;

/// The model for CUDA on a device in host memory, where all but CUDA's own calls is the same.
class CudaModelTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 64;
    private static final float TOLERANCE = 1e-4f;

    private final HostDevice device = new HostDevice();

    private static ModelOptions options(int blocks, boolean graphs) {
        var onDevice = new DeviceOptions(0, 0.9, KvCacheDtype.AUTO, graphs);
        return new ModelOptions(blocks, BLOCK_SIZE, 96, 5, 200, 0, onDevice);
    }

    private CudaModel load(boolean graphs) {
        return device.load(GoldenModel.folderWithCandidates(), options(BLOCKS, graphs));
    }

    /// Sequences of random lengths whose steps are mixed at random: what the CPU's runtime, which
    /// pads nothing, computes.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void paddedStepsComputeWhatUnpaddedOnesDo(boolean graphs) {
        var random = new Random(7);
        try (var model = load(graphs);
                var plain = GoldenModel.open(BLOCKS, BLOCK_SIZE)) {
            model.warmUp(_ -> {});
            var past = new int[5];
            for (var step = 0; step < 40; step++) {
                var batch = randomStep(random, past);
                var expected = plain.forward(batch);
                var result = model.forward(batch);
                assertThat(result.rows()).isEqualTo(batch.sequences());
                for (var row = 0; row < batch.sequences(); row++) {
                    assertThat(row(result, row))
                            .containsExactly(row(expected, row), offset(TOLERANCE));
                }
            }
            assertThat(model.coldShapes()).isZero();
            assertThat(device.last().replays() > 0).isEqualTo(graphs);
        }
        assertThat(device.last().leaks()).isZero();
    }

    /// One to five rows of one to many tokens, each in its own blocks; half of the steps decode.
    private static StepBatch randomStep(Random random, int[] past) {
        var batch = new StepBatch(96, 5, 12, BLOCK_SIZE);
        var rows = 1 + random.nextInt(5);
        var most = random.nextBoolean() ? 1 : 1 + random.nextInt(19);
        for (var row = 0; row < rows; row++) {
            var count = 1 + random.nextInt(most);
            if (past[row] + count > 12 * BLOCK_SIZE) {
                past[row] = 0;
            }
            var blocks = IntStream.range(row * 12, (row + 1) * 12).toArray();
            batch.begin(past[row], blocks, Math.ceilDiv(past[row] + count, BLOCK_SIZE), true);
            batch.append(random.ints(count, 0, 512).toArray(), 0, count);
            past[row] += count;
        }
        return batch;
    }

    private static float[] row(StepResult result, int row) {
        var into = new float[result.vocabularySize()];
        result.copyRow(row, into);
        return into;
    }

    @Test
    void candidatesBelongToTheirRow() {
        try (var model = load(true)) {
            var batch = step(0, 3, 1, 2, 3);
            batch.begin(0, new int[] {5}, 1, true);
            batch.temperature(0.5f);
            batch.append(new int[] {9}, 0, 1);
            var result = (Candidates) model.forward(batch);
            for (var row = 0; row < 2; row++) {
                var logits = row(result, row);
                var sum = 0.0;
                for (var logit : logits) {
                    sum += Math.exp(logit / (row == 0 ? 1 : 0.5));
                }
                assertThat(result.logSumExp(row)).isCloseTo((float) Math.log(sum), offset(1e-3f));
                for (var i = 0; i < result.count(); i++) {
                    assertThat(result.logit(row, i)).isEqualTo(logits[result.id(row, i)]);
                }
            }
            assertThat(result.rawLogSumExp(0)).isEqualTo(result.logSumExp(0));
            assertThat(result.rawLogSumExp(1)).isNotEqualTo(result.logSumExp(1));
        }
    }

    @Test
    void aGraphWithoutCandidatesGivesAllLogits() {
        try (var model = device.load(GoldenModel.folder(), options(BLOCKS, true));
                var plain = GoldenModel.open(BLOCKS, BLOCK_SIZE)) {
            var result = model.forward(step(0, 3, 1, 2, 3));
            assertThat(result).isInstanceOf(Logits.class);
            assertThat(row(result, 0))
                    .containsExactly(row(plain.forward(step(0, 3, 1, 2, 3)), 0), offset(TOLERANCE));
        }
    }

    @Test
    void aCopiedBlockHoldsTheSameKeysAndValues() {
        try (var model = load(true)) {
            model.forward(step(0, 1, 5, 6, 7));
            model.copyBlock(1, 3);
            var copied = row(model.forward(step(3, 3, 8)), 0);
            assertThat(copied).isEqualTo(row(model.forward(step(3, 1, 8)), 0));
            assertThat(copied).isNotEqualTo(row(model.forward(step(3, 2, 8)), 0));
        }
    }

    @Test
    void aStepIsOneCopyInAndOneWait() {
        try (var model = load(true)) {
            model.warmUp(_ -> {});
            var uploads = device.last().uploads();
            var waits = device.last().synchronizations();
            model.forward(step(0, 1, 5));
            assertThat(device.last().uploads()).isEqualTo(uploads + 1);
            assertThat(device.last().synchronizations()).isEqualTo(waits + 1);
        }
    }

    @Test
    void warmUpTellsHowFarItIs() {
        var told = new ArrayList<WarmUp>();
        try (var model = load(true)) {
            model.warmUp(told::add);
        }
        assertThat(told).hasSize(told.getLast().total());
        assertThat(told.getLast().done()).isEqualTo(told.getLast().total());
        assertThat(told)
                .extracting(WarmUp::step)
                .contains(
                        "computed 16 tokens of 2 sequences of up to 200 tokens",
                        "recorded 5 sequences of up to 200 tokens");
    }

    @Test
    void aStepWithoutWarmUpMeetsNoColdShape() {
        try (var model = load(true)) {
            model.forward(step(0, 1, 5));
            assertThat(model.coldShapes()).isZero();
        }
    }

    @Test
    void theCacheIsPlannedFromTheDevicesMemory() {
        try (var model = device.load(GoldenModel.folderWithCandidates(), options(0, true))) {
            var geometry = model.geometry();
            var block = geometry.blockBytes(BLOCK_SIZE);
            assertThat(model.blockCount() * block)
                    .isBetween(3_500_000_000L - 200_000_000, 3_600_000_000L);
            assertThat(row(model.forward(step(0, model.blockCount() - 1, 1, 2, 3)), 0))
                    .hasSize(512);
        }
        assertThat(device.last().leaks()).isZero();
    }

    private static StepBatch step(int past, int block, int... tokens) {
        var batch = new StepBatch(96, 5, 12, BLOCK_SIZE);
        batch.begin(past, new int[] {block}, 1, true);
        batch.append(tokens, 0, tokens.length);
        return batch;
    }
}
