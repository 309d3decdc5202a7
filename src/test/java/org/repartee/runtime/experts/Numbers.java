package org.repartee.runtime.experts;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.repartee.runtime.cuda.ElementType;

/// Floating point numbers of a type, in host memory.
record Numbers(ElementType type) {

    float[] read(MemorySegment address, long count) {
        var memory = address.reinterpret(count * type.bytes());
        var numbers = new float[Math.toIntExact(count)];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] =
                    switch (type) {
                        case FLOAT32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                        case FLOAT16 ->
                                Float.float16ToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, i));
                        case BFLOAT16 ->
                                Float.intBitsToFloat(
                                        memory.getAtIndex(ValueLayout.JAVA_SHORT, i) << 16);
                        case FLOAT8, UINT8, INT8, INT32, INT64 -> throw unknown();
                    };
        }
        return numbers;
    }

    void write(float[] numbers, MemorySegment address) {
        var memory = address.reinterpret((long) numbers.length * type.bytes());
        for (var i = 0; i < numbers.length; i++) {
            switch (type) {
                case FLOAT32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, numbers[i]);
                case FLOAT16 ->
                        memory.setAtIndex(
                                ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(numbers[i]));
                case BFLOAT16 ->
                        memory.setAtIndex(
                                ValueLayout.JAVA_SHORT, i, (short) (bfloat16(numbers[i]) >>> 16));
                case FLOAT8, UINT8, INT8, INT32, INT64 -> throw unknown();
            }
        }
    }

    /// The number of this type next to `number`.
    float round(float number) {
        return switch (type) {
            case FLOAT32 -> number;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(number));
            case BFLOAT16 -> Float.intBitsToFloat(bfloat16(number) & 0xFFFF0000);
            case FLOAT8, UINT8, INT8, INT32, INT64 -> throw unknown();
        };
    }

    private static int bfloat16(float number) {
        var bits = Float.floatToRawIntBits(number);
        return bits + 0x7FFF + (bits >>> 16 & 1);
    }

    private IllegalStateException unknown() {
        return new IllegalStateException(type + " is no floating point type here");
    }
}
