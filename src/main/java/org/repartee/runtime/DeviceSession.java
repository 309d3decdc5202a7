package org.repartee.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.BoundSession;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.OperatorDomain;
import org.repartee.runtime.cuda.OrtApi;

/// A graph loaded onto an accelerator.
///
/// @param geometry with the cache type that the graph declares
record DeviceSession(
        Accelerator accelerator,
        ModelGeometry geometry,
        GraphPorts ports,
        OrtSession session,
        BoundSession bound,
        OperatorDomain operators)
        implements AutoCloseable {

    /// @throws ModelFailure if the file is no graph, or not a paged decoder's
    static DeviceSession load(
            Path graph,
            ModelGeometry geometry,
            Accelerator accelerator,
            boolean graphs,
            List<CustomOperator> operators) {
        var environment = OrtEnvironment.getEnvironment();
        var api = OrtApi.of(environment);
        var domain = new OperatorDomain(api, operators);
        try (var options = options(accelerator, graphs)) {
            domain.addTo(options);
            var session = environment.createSession(graph.toString(), options);
            try {
                var ports = GraphPorts.of(session, geometry);
                return new DeviceSession(
                        accelerator,
                        geometry.withCacheType(ports.cache()),
                        ports,
                        session,
                        new BoundSession(api, session, accelerator),
                        domain);
            } catch (RuntimeException unfit) {
                session.close();
                throw unfit;
            }
        } catch (RuntimeException unfit) {
            domain.close();
            throw unfit;
        } catch (OrtException e) {
            domain.close();
            throw new ModelFailure(
                    "%s cannot be loaded onto %s: %s"
                            .formatted(graph, accelerator.name(), e.getMessage()),
                    e);
        }
    }

    /// What PagedAttention's kernels accept.
    ///
    /// @throws ModelFailure if they would not accept it
    void requireBlockSize(int blockSize) {
        var least =
                switch (geometry.cacheType()) {
                    case FLOAT32 -> 1;
                    case FLOAT16, BFLOAT16 -> tile(geometry.headSize());
                    case INT8, FP8 -> 16;
                };
        if (blockSize % least != 0 || Integer.bitCount(blockSize) != 1 && least > 1) {
            throw new ModelFailure(
                    "block-size must be a power of two and at least %d for a cache of %s, got %d"
                            .formatted(least, geometry.cacheType().label(), blockSize));
        }
    }

    /// FlashAttention's tiles must not cross a block's end.
    private static int tile(int headSize) {
        if (headSize <= 64) {
            return 256;
        }
        return headSize <= 128 ? 128 : 64;
    }

    private static OrtSession.SessionOptions options(Accelerator accelerator, boolean graphs)
            throws OrtException {
        var options = new OrtSession.SessionOptions();
        // The device computes; threads of the host would wait beside it.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // The library warns about each matrix product that it has no tuned kernel for.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        accelerator.configure(options, graphs);
        return options;
    }

    @Override
    public void close() {
        bound.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelFailure("the model cannot be closed: " + e.getMessage(), e);
        }
        operators.close();
    }
}
