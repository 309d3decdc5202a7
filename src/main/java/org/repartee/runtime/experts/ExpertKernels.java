package org.repartee.runtime.experts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.repartee.runtime.cuda.CudaKernel;
import org.repartee.runtime.cuda.CudaModule;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.NativeFailure;

/// The block's kernels on the current device, for one element type.
///
/// @param route norms tokens and routes them to experts, by whom it sorts them into tiles
/// @param norm norms tokens
/// @param routeMany routes tokens that were normed before
/// @param products by growing size of tiles
/// @param combine adds what the experts say, and norms
record ExpertKernels(
        CudaModule module,
        CudaKernel route,
        CudaKernel norm,
        CudaKernel routeMany,
        List<Products> products,
        CudaKernel combine)
        implements AutoCloseable {

    /// The products with an expert's weights, for one size of tiles.
    record Products(ExpertLaunches launches, CudaKernel gateUp, CudaKernel down) {

        static Products of(CudaModule module, String suffix, ExpertLaunches launches) {
            var end = suffix + "_" + launches.tokens();
            return new Products(
                    launches,
                    module.kernel("gate_up_" + end, launches.gateUp().sharedBytes()),
                    module.kernel("down_" + end, launches.down().sharedBytes()));
        }
    }

    /// @throws NativeFailure if the driver cannot load them
    static ExpertKernels load(ElementType type) {
        var target = KernelTarget.of(CudaModule.computeCapability());
        var module = CudaModule.load(ptx(target.resource()));
        try {
            return of(module, suffix(type), target);
        } catch (NativeFailure e) {
            module.close();
            throw e;
        }
    }

    private static ExpertKernels of(CudaModule module, String suffix, KernelTarget target) {
        return new ExpertKernels(
                module,
                module.kernel("route_" + suffix, 0),
                module.kernel("norm_" + suffix, 0),
                module.kernel("route_many_" + suffix, 0),
                target.launches().stream()
                        .map(launches -> Products.of(module, suffix, launches))
                        .toList(),
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

    /// What computes a step.
    ///
    /// @param pairs of a token and one of its experts
    Products products(int pairs, int experts) {
        // No stream: this is part of each layer of each step that is not recorded.
        for (var each : products) {
            if (each.launches().serves(pairs, experts)) {
                return each;
            }
        }
        throw new IllegalStateException("the largest tiles serve any step");
    }

    @Override
    public void close() {
        module.close();
    }
}
