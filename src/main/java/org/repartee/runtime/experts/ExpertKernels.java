package org.repartee.runtime.experts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.repartee.runtime.cuda.CudaKernel;
import org.repartee.runtime.cuda.CudaModule;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.NativeFailure;

/// The block's kernels on the current device, for one element type.
///
/// @param route norms tokens and routes them to experts, by whom it sorts them into tiles
/// @param norm norms tokens
/// @param routeMany routes tokens that were normed before
/// @param gateUp by tile: multiplies, and activates
/// @param down by tile: multiplies
/// @param combine adds what the experts say, and norms
record ExpertKernels(
        KernelTarget target,
        CudaModule module,
        CudaKernel route,
        CudaKernel norm,
        CudaKernel routeMany,
        Map<ExpertLaunches, CudaKernel> gateUp,
        Map<ExpertLaunches, CudaKernel> down,
        CudaKernel combine)
        implements AutoCloseable {

    /// @throws NativeFailure if the driver cannot load them
    static ExpertKernels load(ElementType type) {
        var target = KernelTarget.of(CudaModule.computeCapability());
        var module = CudaModule.load(ptx(target.resource()));
        try {
            return of(target, module, suffix(type));
        } catch (NativeFailure e) {
            module.close();
            throw e;
        }
    }

    private static ExpertKernels of(KernelTarget target, CudaModule module, String suffix) {
        var gateUp = new EnumMap<ExpertLaunches, CudaKernel>(ExpertLaunches.class);
        var down = new EnumMap<ExpertLaunches, CudaKernel>(ExpertLaunches.class);
        for (var launches : ExpertLaunches.of(target)) {
            var end = suffix + "_" + launches.tokens();
            gateUp.put(launches, module.kernel("gate_up_" + end, launches.launch().sharedBytes()));
            down.put(launches, module.kernel("down_" + end, launches.launch().sharedBytes()));
        }
        return new ExpertKernels(
                target,
                module,
                module.kernel("route_" + suffix, 0),
                module.kernel("norm_" + suffix, 0),
                module.kernel("route_many_" + suffix, 0),
                gateUp,
                down,
                module.kernel("combine_" + suffix, 0));
    }

    private static String suffix(ElementType type) {
        return switch (type) {
            case FLOAT16 -> "f16";
            case BFLOAT16 -> "bf16";
            case FLOAT32, FLOAT8, UINT8, INT8, INT32, INT64 ->
                    throw new IllegalArgumentException("there are no kernels for " + type);
        };
    }

    private static String ptx(String resource) {
        try (var in = ExpertKernels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new NativeFailure(
                        "this build has no %s; make it with deploy/repartee kernels"
                                .formatted(resource));
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    CudaKernel gateUp(ExpertLaunches launches) {
        return Objects.requireNonNull(gateUp.get(launches));
    }

    CudaKernel down(ExpertLaunches launches) {
        return Objects.requireNonNull(down.get(launches));
    }

    @Override
    public void close() {
        module.close();
    }
}
