package org.repartee.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/// How a native function is called: what method handles throw is a defect of ours, never a result.
///
/// @param <R> what the function returns
@FunctionalInterface
interface NativeCall<R> {

    MemoryLayout ADDRESS = ValueLayout.ADDRESS;
    MemoryLayout INT = ValueLayout.JAVA_INT;
    MemoryLayout LONG = ValueLayout.JAVA_LONG;

    R invoke() throws Throwable;

    static <R> R result(NativeCall<R> call) {
        try {
            return call.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native function throws nothing", e);
        }
    }

    /// The address that a function writes through its last parameter.
    static MemorySegment written(Consumer<MemorySegment> call) {
        try (var arena = Arena.ofConfined()) {
            var pointer = arena.allocate(ValueLayout.ADDRESS);
            call.accept(pointer);
            return pointer.get(ValueLayout.ADDRESS, 0);
        }
    }

    /// A C string, copied.
    static String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? "no text"
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
