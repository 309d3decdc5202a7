package org.repartee.gpu;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Optional;
import org.repartee.export.Activations;
import org.repartee.export.ExpertFormat;
import org.repartee.export.Exports;
import org.repartee.runtime.CudaModel;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelOptions;
import org.repartee.runtime.cuda.CudaAccelerator;
import org.repartee.runtime.cuda.NativeFailure;

/// The first CUDA device.
///
/// @param activations of the exported model
/// @param cache which of its graphs is run
/// @param experts how its experts' weights are kept
record CudaTestDevice(Activations activations, KvCacheDtype cache, ExpertFormat experts)
        implements TestDevice {

    private static final Optional<String> MISSING = missing();

    /// How far Hugging Face's own bfloat16 is from its float32, case by case.
    private static final double[] BFLOAT16 = {0.14, 0.81, 0.40, 0.32, 0.25};

    /// A cache of eight bits moves the golden logits, which reach from -11 to 9, by less.
    private static final double EIGHT_BITS = 2;

    CudaTestDevice(Activations activations, KvCacheDtype cache) {
        this(activations, cache, ExpertFormat.INT8);
    }

    private static Optional<String> missing() {
        try {
            CudaAccelerator.open(0).close();
            return Optional.empty();
        } catch (NativeFailure | ModelFailure | UnsatisfiedLinkError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assume() {
        MISSING.ifPresent(reason -> {
            System.out.println(this + ": skipped, " + reason);
            abort("there is no CUDA device: " + reason);
        });
    }

    @Override
    public Path export(Path checkpoint) {
        return Exports.forCuda(checkpoint, activations, experts);
    }

    @Override
    public CudaModel load(Path folder, ModelOptions options) {
        return CudaModel.load(folder, options);
    }

    @Override
    public int blockSize() {
        return 256;
    }

    @Override
    public double goldenTolerance(int goldenCase) {
        if (cache != KvCacheDtype.AUTO) {
            return EIGHT_BITS;
        }
        return keepsGreedyTokens() ? 0.15 : BFLOAT16[goldenCase];
    }

    @Override
    public double tolerance() {
        if (cache != KvCacheDtype.AUTO) {
            return EIGHT_BITS;
        }
        return keepsGreedyTokens() ? 0.15 : 0.8;
    }

    @Override
    public boolean keepsGreedyTokens() {
        return activations == Activations.FLOAT16 && cache == KvCacheDtype.AUTO;
    }

    @Override
    public String toString() {
        return "CUDA %s, cache %s, experts %s".formatted(activations, cache, experts);
    }
}
