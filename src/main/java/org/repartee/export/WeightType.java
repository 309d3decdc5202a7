package org.repartee.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import org.repartee.runtime.CacheType;

/// Element types that the exporter writes.
enum WeightType {
    FLOAT32(DataType.FLOAT, 4),
    FLOAT16(DataType.FLOAT16, 2),
    BFLOAT16(DataType.BFLOAT16, 2),
    UINT8(DataType.UINT8, 1),
    INT32(DataType.INT32, 4);

    // A finite bfloat16 can be larger than float16's largest number.
    private static final float LARGEST_FLOAT16 = 65504f;

    private final DataType onnx;
    private final int bytes;

    WeightType(DataType onnx, int bytes) {
        this.onnx = onnx;
        this.bytes = bytes;
    }

    /// ONNX's name of the type.
    DataType onnx() {
        return onnx;
    }

    /// Bytes of one element.
    int bytes() {
        return bytes;
    }

    /// The same type as an element of the key and value cache.
    CacheType cacheType() {
        return switch (this) {
            case FLOAT32 -> CacheType.FLOAT32;
            case FLOAT16 -> CacheType.FLOAT16;
            case BFLOAT16 -> CacheType.BFLOAT16;
            case UINT8, INT32 ->
                    throw new IllegalStateException("the cache holds floating point numbers");
        };
    }

    /// The e8m0 codes whose scale `2^(code - 128)` the type holds exactly: code 255 is not a
    /// number, and float16 reaches from `2^-24` to `2^15`.
    boolean holdsStoredScale(int code) {
        return switch (this) {
            case FLOAT32, BFLOAT16 -> code <= 254;
            case FLOAT16 -> code >= 104 && code <= 143;
            case UINT8, INT32 -> false;
        };
    }

    /// Appends `value`, rounded to the type, to `into`.
    ///
    /// @throws ArithmeticException if the value is finite and too large for the type
    void put(float value, ByteBuffer into) {
        switch (this) {
            case FLOAT32 -> into.putFloat(value);
            case FLOAT16 -> into.putShort(toFloat16(value));
            case BFLOAT16 -> into.putShort(toBfloat16(value));
            case UINT8, INT32 ->
                    throw new IllegalStateException("whole numbers are not rounded from others");
        }
    }

    /// The number of this type next to `value`.
    float round(float value) {
        return switch (this) {
            case FLOAT32 -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BFLOAT16 -> Float.intBitsToFloat(toBfloat16(value) << Short.SIZE);
            case UINT8, INT32 ->
                    throw new IllegalStateException("whole numbers are not rounded from others");
        };
    }

    private static short toFloat16(float value) {
        if (Math.abs(value) > LARGEST_FLOAT16 && Float.isFinite(value)) {
            throw new ArithmeticException(value + " is too large for float16");
        }
        return Float.floatToFloat16(value);
    }

    /// Rounds to the nearest bfloat16, to the even one when two are equally near. Not for NaN.
    private static short toBfloat16(float value) {
        var bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >> 16);
    }
}
