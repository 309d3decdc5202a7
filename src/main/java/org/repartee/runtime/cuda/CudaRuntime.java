package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;
import static org.repartee.runtime.cuda.NativeCall.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// CUDA's devices, memory and streams, as far as ONNX Runtime leaves them to its caller.
final class CudaRuntime {

    private static final int OLDEST = 12_000;
    private static final int NEWEST = 12_999;
    private static final int NO_FLAGS = 0;

    private final CudaLibrary library;
    private final MethodHandle runtimeGetVersion;
    private final MethodHandle driverGetVersion;
    private final MethodHandle setDevice;
    private final MethodHandle deviceReset;
    private final MethodHandle deviceSynchronize;
    private final MethodHandle malloc;
    private final MethodHandle free;
    private final MethodHandle memGetInfo;
    private final MethodHandle hostAlloc;
    private final MethodHandle freeHost;
    private final MethodHandle memcpyAsync;
    private final MethodHandle memcpy2DAsync;
    private final MethodHandle memsetAsync;
    private final MethodHandle streamCreate;
    private final MethodHandle streamDestroy;
    private final MethodHandle streamSynchronize;

    /// @throws NativeFailure if the library is another version or lacks a function
    CudaRuntime(CudaLibrary library) {
        this.library = library;
        runtimeGetVersion = library.function("cudaRuntimeGetVersion", ADDRESS);
        driverGetVersion = library.function("cudaDriverGetVersion", ADDRESS);
        setDevice = library.function("cudaSetDevice", INT);
        deviceReset = library.function("cudaDeviceReset");
        deviceSynchronize = library.function("cudaDeviceSynchronize");
        malloc = library.function("cudaMalloc", ADDRESS, LONG);
        free = library.function("cudaFree", ADDRESS);
        memGetInfo = library.function("cudaMemGetInfo", ADDRESS, ADDRESS);
        hostAlloc = library.function("cudaHostAlloc", ADDRESS, LONG, INT);
        freeHost = library.function("cudaFreeHost", ADDRESS);
        memcpyAsync = library.function("cudaMemcpyAsync", ADDRESS, ADDRESS, LONG, INT, ADDRESS);
        memcpy2DAsync =
                library.function(
                        "cudaMemcpy2DAsync",
                        ADDRESS,
                        LONG,
                        ADDRESS,
                        LONG,
                        LONG,
                        LONG,
                        INT,
                        ADDRESS);
        memsetAsync = library.function("cudaMemsetAsync", ADDRESS, INT, LONG, ADDRESS);
        streamCreate = library.function("cudaStreamCreateWithFlags", ADDRESS, INT);
        streamDestroy = library.function("cudaStreamDestroy", ADDRESS);
        streamSynchronize = library.function("cudaStreamSynchronize", ADDRESS);
        requireVersion();
    }

    private void requireVersion() {
        var version = runtimeVersion();
        if (version < OLDEST || version > NEWEST) {
            throw new NativeFailure("CUDA's runtime must be 12, got version " + version);
        }
    }

    /// 1000 * major + 10 * minor.
    int runtimeVersion() {
        return version("cudaRuntimeGetVersion", runtimeGetVersion);
    }

    /// The newest CUDA that the driver serves, as [#runtimeVersion].
    int driverVersion() {
        return version("cudaDriverGetVersion", driverGetVersion);
    }

    void setDevice(int device) {
        library.check("cudaSetDevice", () -> (int) setDevice.invokeExact(device));
    }

    /// Waits for all streams, those of others in this process included.
    void synchronizeDevice() {
        library.check("cudaDeviceSynchronize", () -> (int) deviceSynchronize.invokeExact());
    }

    /// Destroys everything that this process has on its device.
    void deviceReset() {
        library.check("cudaDeviceReset", () -> (int) deviceReset.invokeExact());
    }

    MemorySegment malloc(long bytes) {
        var memory =
                NativeCall.written(out ->
                        library.check(
                                "cudaMalloc of %,d bytes".formatted(bytes),
                                () -> (int) malloc.invokeExact(out, bytes)));
        return memory.reinterpret(bytes);
    }

    void free(MemorySegment memory) {
        library.check("cudaFree", () -> (int) free.invokeExact(memory));
    }

    Accelerator.Memory memory() {
        try (var arena = Arena.ofConfined()) {
            var free = arena.allocate(ValueLayout.JAVA_LONG);
            var total = arena.allocate(ValueLayout.JAVA_LONG);
            library.check("cudaMemGetInfo", () -> (int) memGetInfo.invokeExact(free, total));
            return new Accelerator.Memory(
                    free.get(ValueLayout.JAVA_LONG, 0), total.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    MemorySegment hostAlloc(long bytes) {
        var memory =
                NativeCall.written(out ->
                        library.check(
                                "cudaHostAlloc of %,d bytes".formatted(bytes),
                                () -> (int) hostAlloc.invokeExact(out, bytes, NO_FLAGS)));
        return memory.reinterpret(bytes);
    }

    void freeHost(MemorySegment memory) {
        library.check("cudaFreeHost", () -> (int) freeHost.invokeExact(memory));
    }

    void copy(
            MemorySegment to, MemorySegment from, long bytes, Direction way, MemorySegment stream) {
        library.check(
                "cudaMemcpyAsync",
                () -> (int) memcpyAsync.invokeExact(to, from, bytes, way.code, stream));
    }

    /// Copies rows that lie `pitch` bytes apart, on the device.
    void copyRows(MemorySegment to, MemorySegment from, Rows rows, MemorySegment stream) {
        library.check(
                "cudaMemcpy2DAsync",
                () ->
                        (int)
                                memcpy2DAsync.invokeExact(
                                        to,
                                        rows.pitch(),
                                        from,
                                        rows.pitch(),
                                        rows.width(),
                                        rows.count(),
                                        Direction.ON_DEVICE.code,
                                        stream));
    }

    record Rows(long count, long width, long pitch) {}

    /// cudaMemcpyKind.
    enum Direction {
        TO_DEVICE(1),
        TO_HOST(2),
        ON_DEVICE(3);

        private final int code;

        Direction(int code) {
            this.code = code;
        }
    }

    void clear(MemorySegment memory, MemorySegment stream) {
        var bytes = memory.byteSize();
        library.check(
                "cudaMemsetAsync", () -> (int) memsetAsync.invokeExact(memory, 0, bytes, stream));
    }

    MemorySegment createStream() {
        // Does not wait for the default stream.
        var nonBlocking = 1;
        return NativeCall.written(out ->
                library.check(
                        "cudaStreamCreateWithFlags",
                        () -> (int) streamCreate.invokeExact(out, nonBlocking)));
    }

    void destroyStream(MemorySegment stream) {
        library.check("cudaStreamDestroy", () -> (int) streamDestroy.invokeExact(stream));
    }

    void synchronize(MemorySegment stream) {
        library.check("cudaStreamSynchronize", () -> (int) streamSynchronize.invokeExact(stream));
    }

    private int version(String name, MethodHandle function) {
        try (var arena = Arena.ofConfined()) {
            var version = arena.allocate(ValueLayout.JAVA_INT);
            library.check(name, () -> (int) function.invokeExact(version));
            return version.get(ValueLayout.JAVA_INT, 0);
        }
    }
}
