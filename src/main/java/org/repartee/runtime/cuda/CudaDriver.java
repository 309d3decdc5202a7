package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// CUDA's driver library, as far as kernels of our own need it. Works on the context that CUDA's
/// runtime library has made current.
final class CudaDriver {

    private static final String NAME = "libcuda.so.1";
    private static final int MOST_DYNAMIC_SHARED_BYTES = 8;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int PROGRAMMATIC_STREAM_SERIALIZATION = 6;

    /// CUlaunchAttribute: an id, and a value of up to 64 bytes.
    private static final MemoryLayout LAUNCH_ATTRIBUTE =
            MemoryLayout.structLayout(
                    INT, MemoryLayout.paddingLayout(4), MemoryLayout.sequenceLayout(16, INT));

    /// CUlaunchConfig: grid, block, shared bytes, stream, attributes and how many.
    private static final MemoryLayout LAUNCH_CONFIG =
            MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(7, INT),
                    MemoryLayout.paddingLayout(4),
                    ADDRESS,
                    ADDRESS,
                    INT,
                    MemoryLayout.paddingLayout(4));

    private final SymbolLookup library;
    private final MethodHandle getErrorString;
    private final MethodHandle moduleLoadData;
    private final MethodHandle moduleUnload;
    private final MethodHandle moduleGetFunction;
    private final MethodHandle functionSetAttribute;
    private final MethodHandle launchKernel;
    private final MethodHandle contextGetCurrent;
    private final MethodHandle contextSetCurrent;
    private final MethodHandle contextGetDevice;
    private final MethodHandle deviceGetAttribute;

    private CudaDriver(SymbolLookup library) {
        this.library = library;
        getErrorString = function("cuGetErrorString", INT, ADDRESS);
        moduleLoadData = function("cuModuleLoadData", ADDRESS, ADDRESS);
        moduleUnload = function("cuModuleUnload", ADDRESS);
        moduleGetFunction = function("cuModuleGetFunction", ADDRESS, ADDRESS, ADDRESS);
        functionSetAttribute = function("cuFuncSetAttribute", ADDRESS, INT, INT);
        launchKernel = function("cuLaunchKernelEx", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        contextGetCurrent = function("cuCtxGetCurrent", ADDRESS);
        contextSetCurrent = function("cuCtxSetCurrent", ADDRESS);
        contextGetDevice = function("cuCtxGetDevice", ADDRESS);
        deviceGetAttribute = function("cuDeviceGetAttribute", ADDRESS, INT, INT);
    }

    /// @throws NativeFailure if there is no NVIDIA driver
    static CudaDriver load() {
        try {
            return new CudaDriver(SymbolLookup.libraryLookup(NAME, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new NativeFailure(NAME + " cannot be loaded; it comes with NVIDIA's driver", e);
        }
    }

    /// The calling thread's context.
    MemorySegment context() {
        return NativeCall.written(
                out -> check("cuCtxGetCurrent", () -> (int) contextGetCurrent.invokeExact(out)));
    }

    void useContext(MemorySegment context) {
        check("cuCtxSetCurrent", () -> (int) contextSetCurrent.invokeExact(context));
    }

    /// Of the context's device, 10 * major + minor.
    int computeCapability() {
        try (var arena = Arena.ofConfined()) {
            var out = arena.allocate(ValueLayout.JAVA_INT);
            check("cuCtxGetDevice", () -> (int) contextGetDevice.invokeExact(out));
            var device = out.get(ValueLayout.JAVA_INT, 0);
            return 10 * attribute(out, COMPUTE_CAPABILITY_MAJOR, device)
                    + attribute(out, COMPUTE_CAPABILITY_MINOR, device);
        }
    }

    private int attribute(MemorySegment out, int attribute, int device) {
        check(
                "cuDeviceGetAttribute",
                () -> (int) deviceGetAttribute.invokeExact(out, attribute, device));
        return out.get(ValueLayout.JAVA_INT, 0);
    }

    /// @param image PTX, ended by a zero
    MemorySegment loadModule(MemorySegment image) {
        return NativeCall.written(out ->
                check(
                        "cuModuleLoadData (222 asks for a newer driver)",
                        () -> (int) moduleLoadData.invokeExact(out, image)));
    }

    void unloadModule(MemorySegment module) {
        check("cuModuleUnload", () -> (int) moduleUnload.invokeExact(module));
    }

    MemorySegment kernel(MemorySegment module, String name) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(name);
            return NativeCall.written(out ->
                    check(
                            "cuModuleGetFunction of " + name,
                            () -> (int) moduleGetFunction.invokeExact(out, module, text)));
        }
    }

    /// Allows a kernel more shared memory than the 48 KB that all may have.
    void allowSharedMemory(MemorySegment kernel, int bytes) {
        check(
                "cuFuncSetAttribute of %,d bytes of shared memory".formatted(bytes),
                () ->
                        (int)
                                functionSetAttribute.invokeExact(
                                        kernel, MOST_DYNAMIC_SHARED_BYTES, bytes));
    }

    /// @param parameters the addresses of the kernel's parameters, copied before this returns
    void launch(
            MemorySegment kernel,
            CudaKernel.Grid grid,
            MemorySegment stream,
            MemorySegment parameters) {
        try (var arena = Arena.ofConfined()) {
            var config = config(arena, grid, stream);
            check(
                    "cuLaunchKernelEx",
                    () ->
                            (int)
                                    launchKernel.invokeExact(
                                            config, kernel, parameters, MemorySegment.NULL));
        }
    }

    private static MemorySegment config(Arena arena, CudaKernel.Grid grid, MemorySegment stream) {
        var config = arena.allocate(LAUNCH_CONFIG);
        var numbers =
                new int[] {
                    grid.width(), grid.height(), 1, grid.threads(), 1, 1, grid.sharedBytes()
                };
        MemorySegment.copy(numbers, 0, config, ValueLayout.JAVA_INT, 0, numbers.length);
        config.set(ValueLayout.ADDRESS, 32, stream);
        if (grid.early()) {
            var attribute = arena.allocate(LAUNCH_ATTRIBUTE);
            attribute.set(ValueLayout.JAVA_INT, 0, PROGRAMMATIC_STREAM_SERIALIZATION);
            attribute.set(ValueLayout.JAVA_INT, 8, 1);
            config.set(ValueLayout.ADDRESS, 40, attribute);
            config.set(ValueLayout.JAVA_INT, 48, 1);
        }
        return config;
    }

    private void check(String what, NativeCall<Integer> call) {
        int code = NativeCall.result(call);
        if (code != 0) {
            throw new NativeFailure(
                    "%s failed: %s (CUDA error %d)".formatted(what, text(code), code),
                    CudaLibrary.meansLost(code));
        }
    }

    private String text(int code) {
        return NativeCall.text(
                NativeCall.written(out -> {
                    // Leaves the null pointer for a code that it does not know.
                    int unused =
                            NativeCall.result(() -> (int) getErrorString.invokeExact(code, out));
                }));
    }

    private MethodHandle function(String name, MemoryLayout... parameters) {
        var address =
                library.find(name)
                        .orElseThrow(() ->
                                new NativeFailure(
                                        "%s has no function %s; it must be of a driver for CUDA 12"
                                                .formatted(NAME, name)));
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(INT, parameters));
    }
}
