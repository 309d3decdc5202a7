package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.repartee.export.Exports;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.ModelOptions.DeviceOptions;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.NativeFailure;
import org.repartee.runtime.experts.ExpertBlock;
import org.repartee.runtime.experts.ExpertCall;
import org.repartee.runtime.experts.ExpertComputation;
import org.repartee.runtime.experts.HostExperts;

/// What an operator of our own does to a model when its kernels fail.
class OperatorFaultsTest {

    private static final int LAYERS = 4;
    private static Path folder = Path.of("");

    private final Fragile device = new Fragile();

    @BeforeAll
    static void export() {
        folder = Exports.forCpuWithExpertBlock(GoldenModel.checkpoint());
    }

    /// A host whose experts fail when told to.
    private static final class Fragile implements DeviceOpener {

        private final HostDevice host = new HostDevice();
        private boolean failing;
        private int open;

        @Override
        public Accelerator open() {
            return host.open();
        }

        @Override
        public Accelerator reopen() {
            return host.reopen();
        }

        @Override
        public List<CustomOperator> operators() {
            return List.of(
                    new ExpertBlock(ElementType.FLOAT32, "CPUExecutionProvider", this::node));
        }

        private ExpertComputation node() {
            open++;
            var experts = new HostExperts();
            return new ExpertComputation() {
                @Override
                public void compute(ExpertCall call) {
                    if (failing) {
                        throw new NativeFailure("cuLaunchKernel failed: too many resources");
                    }
                    experts.compute(call);
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    private CudaModel load() {
        var onDevice = new DeviceOptions(0, 0.9, KvCacheDtype.AUTO, false);
        var options = new ModelOptions(64, 16, 96, 5, 200, 0, onDevice);
        return CudaModel.load(ModelFolder.open(folder, Device.CPU), options, device);
    }

    @Test
    void aFailedKernelFailsItsStepAlone() {
        try (var model = load()) {
            var before = row(model);
            device.failing = true;
            assertThatThrownBy(() -> row(model))
                    .isInstanceOf(ModelFailure.class)
                    .isNotInstanceOf(DeviceLost.class)
                    .hasMessageContaining("the step failed for 3 tokens of 1 sequences")
                    .hasMessageContaining("ExpertBlockFloat32")
                    .hasMessageContaining("cuLaunchKernel failed: too many resources");
            device.failing = false;
            assertThat(row(model)).isEqualTo(before);
        }
    }

    @Test
    void aFailedKernelOnALostDeviceIsALostDevice() {
        try (var model = load()) {
            var before = row(model);
            device.failing = true;
            device.host.last().failWith(new NativeFailure("an illegal access", true));
            assertThatThrownBy(() -> row(model)).isInstanceOf(DeviceLost.class);
            device.failing = false;
            model.rebuild();
            assertThat(device.open).isEqualTo(LAYERS);
            assertThat(row(model)).isEqualTo(before);
        }
    }

    @Test
    void eachLayerHasKernelsThatAreClosedWithTheModel() {
        try (var model = load()) {
            assertThat(device.open).isEqualTo(LAYERS);
            assertThat(model.blockCount()).isEqualTo(64);
        }
        assertThat(device.open).isZero();
    }

    private static float[] row(CudaModel model) {
        var batch = new StepBatch(96, 5, 12, 16);
        batch.begin(0, new int[] {1}, 1, true);
        batch.append(new int[] {5, 6, 7}, 0, 3);
        var result = model.forward(batch);
        var into = new float[result.vocabularySize()];
        result.copyRow(0, into);
        return into;
    }
}
