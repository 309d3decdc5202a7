package org.repartee.runtime.experts;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.repartee.runtime.cuda.CudaKernel;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.ElementType;

/// Blocks computed by CUDA: four or five kernels, queued one behind the other.
///
/// All nodes of a session share the kernels, which the first loads and the last unloads.
public final class CudaExperts {

    private static final String PROVIDER = "CUDAExecutionProvider";

    private final ElementType type;
    private Optional<ExpertKernels> kernels = Optional.empty();
    private int nodes;

    private CudaExperts(ElementType type) {
        this.type = type;
    }

    /// The operators for one session.
    public static List<CustomOperator> operators() {
        var operators = new ArrayList<CustomOperator>();
        for (var type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
            operators.add(new ExpertBlock(type, PROVIDER, new CudaExperts(type)::node));
        }
        return operators;
    }

    private ExpertComputation node() {
        var loaded = kernels.orElseGet(() -> ExpertKernels.load(type));
        kernels = Optional.of(loaded);
        nodes++;
        return new Node(loaded);
    }

    private void release() {
        nodes--;
        if (nodes == 0) {
            kernels.ifPresent(ExpertKernels::close);
            kernels = Optional.empty();
        }
    }

    /// One layer's launches.
    private final class Node implements ExpertComputation {

        private final ExpertKernels kernels;
        // Nodes are closed by whichever thread closes the session.
        private final Arena arena = Arena.ofShared();
        private final ExpertArguments arguments = new ExpertArguments(arena);

        Node(ExpertKernels kernels) {
            this.kernels = kernels;
        }

        @Override
        public void compute(ExpertCall call) {
            var shape = call.shape();
            if (shape.tokens() == 0) {
                call.normed();
                call.residual();
                call.scratch(0);
                return;
            }
            var pairs = shape.tokens() * call.settings().topK();
            var launches = ExpertLaunches.of(kernels.target(), pairs, shape.experts());
            var tiles = launches.maxTiles(pairs, shape.experts());
            arguments.fill(call, tiles, launches.tokens());
            var stream = call.node().stream();
            route(call, launches, stream);
            kernels.gateUp(launches)
                    .launch(
                            grid(
                                    launches.launch(),
                                    2 * shape.intermediate(),
                                    tiles,
                                    shape.tokens()),
                            stream,
                            arguments.addresses());
            kernels.down(launches)
                    .launch(
                            grid(launches.launch(), shape.hidden(), tiles, shape.tokens()),
                            stream,
                            arguments.addresses());
            kernels.combine()
                    .launch(
                            rows(shape.tokens(), 0, early(shape.tokens())),
                            stream,
                            arguments.addresses());
        }

        private void route(ExpertCall call, ExpertLaunches launches, MemorySegment stream) {
            var tokens = call.shape().tokens();
            if (launches.routeAlone(kernels.target())) {
                var row = call.shape().hidden() * call.type().bytes();
                kernels.route().launch(rows(tokens, row, false), stream, arguments.addresses());
            } else {
                var blocks = Math.ceilDiv(tokens, ExpertLaunches.ROUTED_TOGETHER);
                kernels.norm().launch(rows(tokens, 0, false), stream, arguments.addresses());
                kernels.routeMany()
                        .launch(rows(blocks, 0, early(tokens)), stream, arguments.addresses());
            }
        }

        /// Whether kernels start while the one before still runs; measured to be faster but for a
        /// single token. The first one does not: what runs before it is not ours.
        private boolean early(int tokens) {
            return kernels.target() == KernelTarget.HOPPER && tokens > 1;
        }

        private static CudaKernel.Grid rows(int blocks, int sharedBytes, boolean early) {
            return new CudaKernel.Grid(blocks, 1, ExpertLaunches.ROW_THREADS, sharedBytes, early);
        }

        private CudaKernel.Grid grid(
                ExpertLaunches.Launch launch, int rows, int tiles, int tokens) {
            return new CudaKernel.Grid(
                    launch.blocks(rows),
                    tiles,
                    launch.threads(),
                    launch.sharedBytes(),
                    early(tokens));
        }

        @Override
        public void close() {
            arena.close();
            release();
        }
    }
}
