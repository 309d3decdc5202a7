package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Set;

/// CUDA's runtime library: finds its functions and tells what their results mean.
///
/// ONNX Runtime's CUDA provider must have been loaded before: it brings the library along.
final class CudaLibrary {

    private static final String NAME = "libcudart.so.12";

    /// Errors after which the process's CUDA context is unusable: illegal accesses, asserts,
    /// uncorrectable memory errors, a device that fell off the bus.
    private static final Set<Integer> LOST =
            Set.of(
                    4, 46, 201, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719,
                    999);

    private final SymbolLookup library;
    private final MethodHandle errorString;

    private CudaLibrary(SymbolLookup library) {
        this.library = library;
        errorString =
                Linker.nativeLinker()
                        .downcallHandle(
                                address("cudaGetErrorString"), FunctionDescriptor.of(ADDRESS, INT));
    }

    /// @throws NativeFailure if the library is not there
    static CudaLibrary load() {
        try {
            return new CudaLibrary(SymbolLookup.libraryLookup(NAME, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new NativeFailure(
                    "%s cannot be loaded; ONNX Runtime's CUDA provider needs the CUDA 12 libraries on the LD_LIBRARY_PATH"
                            .formatted(NAME),
                    e);
        }
    }

    /// A function that returns an error code.
    MethodHandle function(String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(address(name), FunctionDescriptor.of(INT, parameters));
    }

    /// @throws NativeFailure if the call does not return 0
    void check(String what, NativeCall<Integer> call) {
        int code = NativeCall.result(call);
        if (code != 0) {
            var text =
                    NativeCall.text(
                            NativeCall.result(() -> (MemorySegment) errorString.invokeExact(code)));
            throw new NativeFailure(
                    "%s failed: %s (CUDA error %d)".formatted(what, text, code), meansLost(code));
        }
    }

    /// Whether the context is unusable after this error. The driver numbers them alike.
    static boolean meansLost(int code) {
        return LOST.contains(code);
    }

    private MemorySegment address(String name) {
        return library.find(name)
                .orElseThrow(() ->
                        new NativeFailure(
                                "%s has no function %s; it must be of CUDA 12"
                                        .formatted(NAME, name)));
    }
}
