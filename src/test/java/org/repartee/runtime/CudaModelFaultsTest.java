package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.ModelOptions.DeviceOptions;
import org.repartee.runtime.cuda.NativeFailure;

/// What goes wrong on a device, and what the caller is told.
class CudaModelFaultsTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 64;

    private final HostDevice device = new HostDevice();

    private static ModelOptions options(int blocks, boolean graphs) {
        var onDevice = new DeviceOptions(0, 0.9, KvCacheDtype.AUTO, graphs);
        return new ModelOptions(blocks, BLOCK_SIZE, 96, 5, 200, 0, onDevice);
    }

    private CudaModel load(boolean graphs) {
        return device.load(GoldenModel.folderWithCandidates(), options(BLOCKS, graphs));
    }

    @Test
    void tooLittleMemoryForOneSequenceIsRefusedWithTheNumbers() {
        var small = new HostDevice(1_000_000);
        assertThatThrownBy(() -> small.load(GoldenModel.folderWithCandidates(), options(0, true)))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("must hold one sequence of 200 tokens")
                .hasMessageContaining("max-num-batched-tokens");
        assertThat(small.last().leaks()).isZero();
        assertThat(small.last().isClosed()).isTrue();
    }

    @Test
    void aFailedStepNamesItsShapeAndHarmsNoOther() {
        try (var model = load(true)) {
            assertThatThrownBy(() -> model.forward(step(0, 1, 512, 1, 1)))
                    .isInstanceOf(ModelFailure.class)
                    .isNotInstanceOf(DeviceLost.class)
                    .hasMessageContaining(
                            "the step failed for 3 tokens of 1 sequences, padded to 16 tokens of 2 sequences of up to 200 tokens: ");
            assertThat(row(model.forward(step(0, 1, 511, 1, 1)), 0)).hasSize(512);
        }
    }

    @Test
    void aLostDeviceIsRebuiltWithAnEmptyCache() {
        try (var model = load(true)) {
            model.warmUp(_ -> {});
            var before = row(model.forward(step(0, 1, 5, 6, 7)), 0);
            device.last().failWith(new NativeFailure("an illegal access", true));
            assertThatThrownBy(() -> model.forward(step(3, 1, 5)))
                    .isInstanceOf(DeviceLost.class)
                    .hasMessageContaining("an illegal access");
            model.rebuild();
            model.warmUp(_ -> {});
            assertThat(model.blockCount()).isEqualTo(BLOCKS);
            assertThat(row(model.forward(step(0, 1, 5, 6, 7)), 0)).isEqualTo(before);
            assertThat(model.coldShapes()).isZero();
        }
        assertThat(device.first().isClosed()).isTrue();
        assertThat(device.last().leaks()).isZero();
    }

    @Test
    void aLostDeviceIsNotTouchedUntilItIsRebuilt() {
        try (var model = load(true)) {
            device.last().failWith(new NativeFailure("an illegal access", true));
            assertThatThrownBy(() -> model.copyBlock(1, 2)).isInstanceOf(DeviceLost.class);
            assertThatThrownBy(() -> model.launch(step(0, 1, 5)))
                    .isInstanceOf(DeviceLost.class)
                    .hasMessageContaining("has not been rebuilt");
        }
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        var many = new ModelOptions(1, 16, 10, 256, 100, 0, DeviceOptions.standard());
        assertThatThrownBy(() -> device.load(GoldenModel.folder(), many))
                .hasMessage("max-num-seqs must be at most 255 on cuda, got 256");
        assertThatThrownBy(() -> new DeviceOptions(0, 1.5, KvCacheDtype.AUTO, true))
                .hasMessage("gpu-memory-utilization must be within (0, 1], got 1.5");
        assertThatThrownBy(() -> KvCacheDtype.of("int4"))
                .hasMessage("kv-cache-dtype must be one of [auto, int8, fp8], got \"int4\"");
    }

    @Test
    void aGraphThatTheFolderDoesNotHaveIsNamed() {
        var int8 = new DeviceOptions(0, 0.9, KvCacheDtype.INT8, true);
        var options = new ModelOptions(4, 16, 16, 2, 100, 0, int8);
        assertThatThrownBy(() -> device.load(GoldenModel.folder(), options))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("has no graph with a cache of type int8")
                .hasMessageContaining("model.kv-int8.onnx is missing");
    }

    private static float[] row(StepResult result, int row) {
        var into = new float[result.vocabularySize()];
        result.copyRow(row, into);
        return into;
    }

    private static StepBatch step(int past, int block, int... tokens) {
        var batch = new StepBatch(96, 5, 12, BLOCK_SIZE);
        batch.begin(past, new int[] {block}, 1, true);
        batch.append(tokens, 0, tokens.length);
        return batch;
    }
}
