package org.repartee.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// ONNX Runtime 1.29's Linux builds report each loaded model to their maker unless an environment
/// variable forbids it. An assistant for an intranet reports to nobody.
///
/// Telemetry also matches the process's command line against a recursive regular expression, which
/// overflows the stack of a Java thread when the class path is long: the process then dies without
/// a message.
final class Telemetry {

    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /// Switches telemetry off. Must come before the first use of ONNX Runtime in the process.
    static void off() {
        // Java cannot change its own environment, and the Java API's switch comes too late.
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
                                    arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
            if (result != 0) {
                throw new ModelFailure("the process has no memory for an environment variable");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv throws nothing", e);
        }
    }
}
