package org.repartee.export;

/// MXFP4: blocks of 32 four-bit floats (e2m1) with one shared power of two (e8m0). The layout is
/// the OCP Microscaling Formats specification, version 1.0.
///
/// Every value is exact in INT8: twice an e2m1 value is one of 0, ±1, ±2, ±3, ±4, ±6, ±8, ±12, and
/// the scale becomes 2^(e − 128).
final class Mxfp4 {

    /// Values that share a scale.
    static final int BLOCK = 32;

    /// What QMoE's unsigned INT8 adds to each value.
    static final int ZERO_POINT = 128;

    private static final int BIAS = 127;
    private static final int NOT_A_NUMBER = 255;

    /// Twice the value of each four-bit code; the upper bit is the sign.
    private static final byte[] DOUBLED = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private Mxfp4() {}

    /// Twice the value of a code, an integer within [-12, 12].
    static int doubled(int code) {
        return DOUBLED[code];
    }

    /// The scale of the doubled values: 2^(e − 128).
    ///
    /// @throws ArithmeticException if float32 does not hold it: e = 255 is no number in e8m0
    static float halfScale(int e8m0) {
        if (e8m0 == NOT_A_NUMBER) {
            throw new ArithmeticException("scale code 255 is not a number in e8m0");
        }
        return (float) Math.scalb(1.0, e8m0 - BIAS - 1);
    }

    /// The scale of the doubled values as float16.
    ///
    /// @throws ArithmeticException if float16 does not hold it exactly: codes 104 to 143 are held
    static short halfScaleFloat16(int e8m0) {
        var scale = halfScale(e8m0);
        var narrowed = Float.floatToFloat16(scale);
        if (Float.float16ToFloat(narrowed) != scale) {
            throw new ArithmeticException(
                    "scale code %d means 2^%d, which float16 does not hold"
                            .formatted(e8m0, e8m0 - BIAS - 1));
        }
        return narrowed;
    }

    /// Writes the values of packed bytes, lower nibble first, times the scale.
    static void decode(byte[] packed, int from, int count, float halfScale, float[] into, int at) {
        for (var i = 0; i < count / 2; i++) {
            var pair = packed[from + i];
            into[at + 2 * i] = DOUBLED[pair & 0xF] * halfScale;
            into[at + 2 * i + 1] = DOUBLED[(pair >> 4) & 0xF] * halfScale;
        }
    }

    /// Writes packed bytes as unsigned INT8 with zero point 128, lower nibble first.
    static void toInt8(byte[] packed, int from, int count, byte[] into, int at) {
        for (var i = 0; i < count / 2; i++) {
            var pair = packed[from + i];
            into[at + 2 * i] = (byte) (DOUBLED[pair & 0xF] + ZERO_POINT);
            into[at + 2 * i + 1] = (byte) (DOUBLED[(pair >> 4) & 0xF] + ZERO_POINT);
        }
    }
}
