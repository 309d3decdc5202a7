package org.repartee.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;

/// Loads a model with the runtime that it was exported for.
public final class Models {

    private static final int CPU_BLOCK_SIZE = 16;

    private Models() {}

    /// @throws ModelFailure if the folder is missing or damaged, its device is not there, or the
    ///   memory is too small
    public static ModelRuntime load(Path folder, ModelOptions options) {
        return switch (ModelGeometry.read(folder).device()) {
            case CPU -> CpuModel.load(folder, cpu(options));
            case CUDA -> CudaModel.load(folder, options);
        };
    }

    /// ONNX Runtime's version. Not before the first model was loaded: its library reads the
    /// process's environment when it is.
    public static String libraryVersion() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    private static CpuModel.Options cpu(ModelOptions options) {
        var blockSize = options.blockSize() == 0 ? CPU_BLOCK_SIZE : options.blockSize();
        var perSequence = Math.ceilDiv(options.maxLength(), blockSize);
        var half = perSequence * Math.max(1, options.maxSequences() / 2);
        return new CpuModel.Options(
                options.blocks() == 0 ? half : options.blocks(), blockSize, options.threads());
    }
}
