package org.repartee.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A node's attributes, while its kernel is made.
public final class OperatorAttributes {

    private final OperatorApi api;
    private final MemorySegment kernelInfo;

    OperatorAttributes(OperatorApi api, MemorySegment kernelInfo) {
        this.api = api;
        this.kernelInfo = kernelInfo;
    }

    /// @throws NativeFailure if the node has no whole number of that name
    public int integer(String name) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(ValueLayout.JAVA_LONG);
            api.integerAttribute(kernelInfo, arena.allocateFrom(name), value);
            return Math.toIntExact(value.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /// @throws NativeFailure if the node has no number of that name
    public float number(String name) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(ValueLayout.JAVA_FLOAT);
            api.numberAttribute(kernelInfo, arena.allocateFrom(name), value);
            return value.get(ValueLayout.JAVA_FLOAT, 0);
        }
    }
}
