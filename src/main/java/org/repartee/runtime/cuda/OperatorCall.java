package org.repartee.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One call of a kernel: its inputs and outputs. Belongs to the kernel and is filled anew for each
/// call, so that a call allocates little; not thread-safe, as a session runs one step at a time.
public final class OperatorCall {

    private static final int MOST_DIMENSIONS = 8;

    private final OperatorApi api;
    private final MemorySegment pointer;
    private final MemorySegment dimensions;
    private MemorySegment context = MemorySegment.NULL;

    OperatorCall(OperatorApi api, Arena arena) {
        this.api = api;
        pointer = arena.allocate(ValueLayout.ADDRESS);
        dimensions = arena.allocate(ValueLayout.JAVA_LONG, MOST_DIMENSIONS);
    }

    void begin(MemorySegment kernelContext) {
        context = kernelContext;
    }

    /// The address of an input's elements, without a size.
    public MemorySegment input(int index) {
        return api.data(api.input(context, index, pointer), pointer);
    }

    /// An input's dimensions.
    public long[] shape(int index) {
        return api.shape(api.input(context, index, pointer), pointer, dimensions);
    }

    /// The address of an output's elements, without a size. The first call of a run makes the
    /// output.
    public MemorySegment output(int index, long... shape) {
        MemorySegment.copy(shape, 0, dimensions, ValueLayout.JAVA_LONG, 0, shape.length);
        return api.data(api.output(context, index, dimensions, shape.length, pointer), pointer);
    }

    /// The stream on which the provider computes; the null pointer if it has none.
    public MemorySegment stream() {
        return api.stream(context, pointer);
    }
}
