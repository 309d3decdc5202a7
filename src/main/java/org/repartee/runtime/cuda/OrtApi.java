package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;
import static org.repartee.runtime.cuda.NativeCall.LONG;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/// The functions of ONNX Runtime's C API that bind fixed memory to a session and run it.
///
/// The C API is a table of function pointers that only grows at its end: an index, once published,
/// keeps its meaning. The table is the one that the Java API itself calls.
public final class OrtApi {

    private static final String VERSION = "1.29.";
    private static final String SELF_TEST = "is this the table that I know?";
    private static final int NO_ALLOCATOR_ARENA = 0;
    private static final int DEFAULT_MEMORY = 0;
    private static final int ERROR_CODE_FAIL = 1;
    // KernelContext_GetGPUComputeStream, the last function that Repartee calls.
    private static final int LAST = 193;

    private final MemorySegment table;
    private final MethodHandle createStatus = function(0, "CreateStatus", INT, ADDRESS);
    private final MethodHandle getErrorMessage = function(2, "GetErrorMessage", ADDRESS);
    private final MethodHandle createRunOptions = function(39, "CreateRunOptions", ADDRESS);
    private final MethodHandle createTensor =
            function(
                    49,
                    "CreateTensorWithDataAsOrtValue",
                    ADDRESS,
                    ADDRESS,
                    LONG,
                    ADDRESS,
                    LONG,
                    INT,
                    ADDRESS);
    private final MethodHandle createMemoryInfo =
            function(68, "CreateMemoryInfo", ADDRESS, INT, INT, INT, ADDRESS);
    private final MethodHandle releaseStatus = release(93, "ReleaseStatus");
    private final MethodHandle releaseMemoryInfo = release(94, "ReleaseMemoryInfo");
    private final MethodHandle releaseValue = release(96, "ReleaseValue");
    private final MethodHandle releaseRunOptions = release(97, "ReleaseRunOptions");
    private final MethodHandle runWithBinding =
            function(133, "RunWithBinding", ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle createIoBinding = function(134, "CreateIoBinding", ADDRESS, ADDRESS);
    private final MethodHandle releaseIoBinding = release(135, "ReleaseIoBinding");
    private final MethodHandle bindInput = function(136, "BindInput", ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle bindOutput = function(137, "BindOutput", ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle addRunConfigEntry =
            function(165, "AddRunConfigEntry", ADDRESS, ADDRESS, ADDRESS);

    private OrtApi(MemorySegment table) {
        this.table = table;
        super();
    }

    /// The table of the loaded library.
    ///
    /// @throws NativeFailure if the library is not the version whose table is known here
    public static OrtApi of(OrtEnvironment environment) {
        var version = environment.getVersion();
        if (!version.startsWith(VERSION)) {
            throw new NativeFailure(
                    "ONNX Runtime must be %sx, whose C functions are known here, got %s; put that version of its Java library on the class path"
                            .formatted(VERSION, version));
        }
        var address = JavaApi.table();
        var bytes = (LAST + 1) * ValueLayout.ADDRESS.byteSize();
        var api = new OrtApi(MemorySegment.ofAddress(address).reinterpret(bytes));
        api.requireEcho();
        return api;
    }

    /// A session as the C API knows it.
    public MemorySegment session(OrtSession session) {
        return MemorySegment.ofAddress(JavaApi.handle(session));
    }

    /// Memory by ONNX Runtime's name for its kind, `Cpu` or `Cuda`. Release it with
    /// [#releaseMemoryInfo].
    MemorySegment memoryInfo(String name, int deviceId) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(name);
            return NativeCall.written(out ->
                    check(() ->
                            (MemorySegment)
                                    createMemoryInfo.invokeExact(
                                            text,
                                            NO_ALLOCATOR_ARENA,
                                            deviceId,
                                            DEFAULT_MEMORY,
                                            out)));
        }
    }

    /// A tensor over memory that stays the caller's.
    MemorySegment tensor(
            MemorySegment memoryInfo, MemorySegment data, ElementType type, long... shape) {
        try (var arena = Arena.ofConfined()) {
            var dimensions = arena.allocateFrom(ValueLayout.JAVA_LONG, shape);
            return NativeCall.written(out ->
                    check(() ->
                            (MemorySegment)
                                    createTensor.invokeExact(
                                            memoryInfo,
                                            data,
                                            data.byteSize(),
                                            dimensions,
                                            (long) shape.length,
                                            type.code(),
                                            out)));
        }
    }

    MemorySegment binding(MemorySegment session) {
        return NativeCall.written(
                out -> check(() -> (MemorySegment) createIoBinding.invokeExact(session, out)));
    }

    void bindInput(MemorySegment binding, String name, MemorySegment value) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(name);
            check(() -> (MemorySegment) bindInput.invokeExact(binding, text, value));
        }
    }

    void bindOutput(MemorySegment binding, String name, MemorySegment value) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(name);
            check(() -> (MemorySegment) bindOutput.invokeExact(binding, text, value));
        }
    }

    MemorySegment runOptions(Map<String, String> entries) {
        var options =
                NativeCall.written(
                        out -> check(() -> (MemorySegment) createRunOptions.invokeExact(out)));
        try (var arena = Arena.ofConfined()) {
            entries.forEach((key, value) -> {
                var name = arena.allocateFrom(key);
                var text = arena.allocateFrom(value);
                check(() -> (MemorySegment) addRunConfigEntry.invokeExact(options, name, text));
            });
        }
        return options;
    }

    void run(MemorySegment session, MemorySegment options, MemorySegment binding) {
        check(() -> (MemorySegment) runWithBinding.invokeExact(session, options, binding));
    }

    void releaseMemoryInfo(MemorySegment info) {
        release(releaseMemoryInfo, info);
    }

    void releaseValue(MemorySegment value) {
        release(releaseValue, value);
    }

    void releaseRunOptions(MemorySegment options) {
        release(releaseRunOptions, options);
    }

    void releaseBinding(MemorySegment binding) {
        release(releaseIoBinding, binding);
    }

    /// A status made and read back: what the version promises holds.
    private void requireEcho() {
        var received = message(status(SELF_TEST));
        if (!received.equals(SELF_TEST)) {
            throw new NativeFailure(
                    "ONNX Runtime's table of C functions is not the one of version %sx: it answered \"%s\""
                            .formatted(VERSION, received));
        }
    }

    /// A failure as the C API knows it; whoever it is returned to releases it.
    MemorySegment status(String message) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(message);
            return NativeCall.result(
                    () -> (MemorySegment) createStatus.invokeExact(ERROR_CODE_FAIL, text));
        }
    }

    /// @throws NativeFailure if the call returns a failure
    void check(NativeCall<MemorySegment> call) {
        var status = NativeCall.result(call);
        if (!status.equals(MemorySegment.NULL)) {
            throw new NativeFailure(message(status));
        }
    }

    private String message(MemorySegment status) {
        var text = NativeCall.result(() -> (MemorySegment) getErrorMessage.invokeExact(status));
        var copy = NativeCall.text(text);
        release(releaseStatus, status);
        return copy;
    }

    static void release(MethodHandle function, MemorySegment object) {
        NativeCall.result(() -> {
            function.invokeExact(object);
            return object;
        });
    }

    /// A function that returns a status.
    MethodHandle function(int index, String name, MemoryLayout... parameters) {
        return handle(index, name, FunctionDescriptor.of(ValueLayout.ADDRESS, parameters));
    }

    /// A function that releases an object.
    MethodHandle release(int index, String name) {
        return handle(index, name, FunctionDescriptor.ofVoid(ADDRESS));
    }

    private MethodHandle handle(int index, String name, FunctionDescriptor signature) {
        var function = table.getAtIndex(ValueLayout.ADDRESS, index);
        if (function.equals(MemorySegment.NULL)) {
            throw new NativeFailure(
                    "ONNX Runtime's C function %s (number %d) is missing".formatted(name, index));
        }
        return Linker.nativeLinker().downcallHandle(function, signature);
    }
}
