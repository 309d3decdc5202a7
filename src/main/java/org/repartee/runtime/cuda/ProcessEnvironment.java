package org.repartee.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// What ONNX Runtime reads from the process's environment, set before it is first used: Java cannot
/// change its own environment, and the library reads it before its settings reach it.
public final class ProcessEnvironment {

    private static final int KEEP = 0;
    private static final int REPLACE = 1;

    private ProcessEnvironment() {}

    /// Prepares the process for ONNX Runtime. Must come before the first use of it.
    public static void prepare() {
        // ONNX Runtime 1.29's Linux builds report each loaded model to their maker unless this
        // forbids it. An assistant for an intranet reports to nobody. The Java API's switch comes
        // too late: before, the library matches the process's command line against a recursive
        // regular expression, which overflows the stack of a Java thread when the class path is
        // long; the process then dies without a message.
        set("ORT_DISABLE_TELEMETRY", REPLACE);
        // CUDA's products with 4- and 8-bit weights are computed as such also for several rows,
        // not after whole matrices were expanded. Whoever has set it knows why.
        set("ORT_FPA_INTB_GEMM", KEEP);
    }

    private static void set(String variable, int replace) {
        var linker = Linker.nativeLinker();
        var found = linker.defaultLookup().find("setenv");
        if (found.isEmpty()) {
            return;
        }
        var setenv =
                linker.downcallHandle(
                        found.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            var result =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(variable), arena.allocateFrom("1"), replace);
            if (result != 0) {
                throw new NativeFailure("the process has no memory for an environment variable");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv throws nothing", e);
        }
    }
}
