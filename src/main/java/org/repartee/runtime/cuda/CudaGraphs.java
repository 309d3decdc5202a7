package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;
import static org.repartee.runtime.cuda.NativeCall.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// CUDA graphs: what was queued on a stream, recorded and launched as one.
final class CudaGraphs {

    private final CudaLibrary library;
    private final MethodHandle beginCapture;
    private final MethodHandle endCapture;
    private final MethodHandle instantiate;
    private final MethodHandle launch;
    private final MethodHandle destroy;
    private final MethodHandle destroyExecutable;

    CudaGraphs(CudaLibrary library) {
        this.library = library;
        beginCapture = library.function("cudaStreamBeginCapture", ADDRESS, INT);
        endCapture = library.function("cudaStreamEndCapture", ADDRESS, ADDRESS);
        instantiate = library.function("cudaGraphInstantiateWithFlags", ADDRESS, ADDRESS, LONG);
        launch = library.function("cudaGraphLaunch", ADDRESS, ADDRESS);
        destroy = library.function("cudaGraphDestroy", ADDRESS);
        destroyExecutable = library.function("cudaGraphExecDestroy", ADDRESS);
    }

    void begin(MemorySegment stream) {
        // ONNX Runtime may still enlarge its arena meanwhile, which the other modes forbid.
        var relaxed = 2;
        library.check(
                "cudaStreamBeginCapture", () -> (int) beginCapture.invokeExact(stream, relaxed));
    }

    /// Ends the capture and makes what was captured ready to be launched.
    MemorySegment end(MemorySegment stream) {
        var graph =
                NativeCall.written(out ->
                        library.check(
                                "cudaStreamEndCapture",
                                () -> (int) endCapture.invokeExact(stream, out)));
        try {
            return NativeCall.written(out ->
                    library.check(
                            "cudaGraphInstantiateWithFlags",
                            () -> (int) instantiate.invokeExact(out, graph, 0L)));
        } finally {
            library.check("cudaGraphDestroy", () -> (int) destroy.invokeExact(graph));
        }
    }

    void launch(MemorySegment executable, MemorySegment stream) {
        library.check("cudaGraphLaunch", () -> (int) launch.invokeExact(executable, stream));
    }

    void destroy(MemorySegment executable) {
        library.check(
                "cudaGraphExecDestroy", () -> (int) destroyExecutable.invokeExact(executable));
    }
}
