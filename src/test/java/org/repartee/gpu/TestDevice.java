package org.repartee.gpu;

import java.nio.file.Path;
import org.repartee.runtime.CudaModel;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.ModelOptions;
import org.repartee.runtime.ModelOptions.DeviceOptions;

/// A device that tests run on, and how exactly it computes.
interface TestDevice {

    /// Ends the test as skipped, with the reason, if the device is not here.
    void assume();

    /// A checkpoint, exported for this device.
    Path export(Path checkpoint);

    CudaModel load(Path folder, ModelOptions options);

    /// Tokens of a cache block.
    int blockSize();

    /// How keys and values are stored.
    KvCacheDtype cache();

    /// [CudaModel]'s options, the rest of them as this device wants them.
    default DeviceOptions options(boolean graphs) {
        return new DeviceOptions(0, 0.9, cache(), graphs);
    }

    /// How far logits of the golden case may be from the reference's.
    double goldenTolerance(int goldenCase);

    /// How far logits of other models may be from the CPU's.
    double tolerance();

    /// Whether the precision is high enough for greedy tokens to be the reference's.
    boolean keepsGreedyTokens();
}
