package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.repartee.export.Activations;
import org.repartee.export.Exports;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.ModelOptions.DeviceOptions;

/// Takes a CUDA device's memory away under a model. Whoever runs other tests in the same process
/// would not want that: only with `-Drepartee.test.lose-device=true`.
class LostCudaDeviceTest {

    // Memory of this size is unmapped when it is freed, so that touching it is a fault.
    private static final int BLOCKS = 64;

    @Test
    void anIllegalAccessLosesTheDeviceAndNothingElse() throws ReflectiveOperationException {
        assumeTrue(
                Boolean.getBoolean("repartee.test.lose-device"),
                "only with -Drepartee.test.lose-device=true");
        var folder = Exports.forCuda(GoldenModel.checkpoint(), Activations.FLOAT16);
        var options = new ModelOptions(BLOCKS, 256, 64, 4, 256, 0, DeviceOptions.standard());
        try (var model = CudaModel.load(folder, options)) {
            model.forward(step());
            takeCacheAway(model);
            assertThatThrownBy(() -> model.forward(step()))
                    .isInstanceOf(DeviceLost.class)
                    .satisfies(lost -> System.out.println("lost: " + lost.getMessage()));
            try {
                model.rebuild();
                System.out.println("the device was set up again in the same process");
                assertThat(model.forward(step()).rows()).isEqualTo(1);
            } catch (ModelFailure failure) {
                System.out.println("not set up again: " + failure.getMessage());
                assertThat(failure).hasMessageContaining("restart the server");
            }
        }
    }

    private static void takeCacheAway(CudaModel model) throws ReflectiveOperationException {
        var stateField = CudaModel.class.getDeclaredField("state");
        stateField.setAccessible(true);
        var state = (DeviceState) stateField.get(model);
        var memoryField = DeviceCache.class.getDeclaredField("memory");
        memoryField.setAccessible(true);
        state.accelerator().free((MemorySegment) memoryField.get(state.cache()));
    }

    private static StepBatch step() {
        var batch = new StepBatch(64, 4, 1, 256);
        batch.begin(0, new int[] {3}, 1, true);
        batch.append(new int[] {1, 2, 3}, 0, 3);
        return batch;
    }
}
