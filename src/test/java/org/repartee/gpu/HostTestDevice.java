package org.repartee.gpu;

import java.nio.file.Path;
import org.repartee.export.Exports;
import org.repartee.runtime.CudaModel;
import org.repartee.runtime.HostDevice;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.ModelOptions;

/// Host memory and float32: everything of the runtime but CUDA.
///
/// @param expertBlock whether the experts are one operator of our own
record HostTestDevice(boolean expertBlock) implements TestDevice {

    HostTestDevice() {
        this(false);
    }

    @Override
    public void assume() {}

    @Override
    public Path export(Path checkpoint) {
        return expertBlock
                ? Exports.forCpuWithExpertBlock(checkpoint)
                : Exports.forCpuWithCandidates(checkpoint);
    }

    @Override
    public CudaModel load(Path folder, ModelOptions options) {
        return new HostDevice().load(folder, options);
    }

    @Override
    public int blockSize() {
        return 16;
    }

    @Override
    public KvCacheDtype cache() {
        return KvCacheDtype.AUTO;
    }

    @Override
    public double goldenTolerance(int goldenCase) {
        return 2e-3;
    }

    @Override
    public double tolerance() {
        return 2e-3;
    }

    @Override
    public boolean keepsGreedyTokens() {
        return true;
    }

    @Override
    public String toString() {
        return expertBlock ? "host float32, experts' block" : "host float32";
    }
}
