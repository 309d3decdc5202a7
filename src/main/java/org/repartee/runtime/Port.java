package org.repartee.runtime;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.repartee.runtime.cuda.ElementType;

/// One input or output of a shape: where it lies within the memory that is copied as a whole.
///
/// @param offset the same in host and in device memory
record Port(String name, ElementType type, long offset, long[] shape) {

    // What device kernels load with their widest instructions.
    private static final long ALIGNMENT = 256;

    long bytes() {
        var bytes = (long) type.bytes();
        for (var size : shape) {
            bytes *= size;
        }
        return bytes;
    }

    /// Where the next one may begin.
    long end() {
        return Math.ceilDiv(offset + bytes(), ALIGNMENT) * ALIGNMENT;
    }

    MemorySegment in(MemorySegment memory) {
        return memory.asSlice(offset, bytes());
    }

    ByteBuffer buffer(MemorySegment host) {
        return in(host).asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
