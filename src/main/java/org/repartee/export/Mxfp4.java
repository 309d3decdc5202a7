package org.repartee.export;

import java.nio.ByteBuffer;

/// MXFP4 as gpt-oss ships it (OCP Microscaling Formats 1.0): blocks of 32 e2m1 values share one
/// e8m0 scale; a byte holds two values, the lower nibble first.
///
/// Twice an e2m1 value is a whole number, so an 8-bit integer with the scale `2^(e8m0 - 128)` is
/// exact.
final class Mxfp4 {

    /// Values that share a scale.
    static final int BLOCK = 32;

    /// Bytes that hold the values of a block.
    static final int BLOCK_BYTES = BLOCK / 2;

    /// What a stored 8-bit weight is larger than the value it stands for.
    static final int ZERO_POINT = 128;

    /// Largest e8m0 code with which every e2m1 value is still a finite float32.
    static final int MAX_FLOAT_SCALE = 252;

    /// e8m0 codes are exponents with this bias; code 255 is not a number.
    private static final int SCALE_BIAS = 127;

    private static final float[] VALUES = {
        0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f, -0f, -0.5f, -1f, -1.5f, -2f, -3f, -4f, -6f
    };

    /// Both values of a packed byte as two stored bytes, the first in the lower half.
    private static final short[] STORED_PAIRS = new short[1 << Byte.SIZE];

    static {
        for (var pair = 0; pair < STORED_PAIRS.length; pair++) {
            STORED_PAIRS[pair] = (short) (stored(pair >> 4) << Byte.SIZE | stored(pair & 0xF));
        }
    }

    private Mxfp4() {}

    /// The e2m1 value of a code, `0 … 15`.
    static float value(int code) {
        return VALUES[code];
    }

    /// Twice the e2m1 value, plus [#ZERO_POINT]: the byte that QMoE reads.
    static int stored(int code) {
        return ZERO_POINT + (int) (2 * VALUES[code]);
    }

    /// Converts packed values to stored bytes: each byte of `blocks` becomes two in `into`, which
    /// must be little endian.
    static void store(ByteBuffer blocks, ByteBuffer into) {
        while (blocks.hasRemaining()) {
            into.putShort(STORED_PAIRS[Byte.toUnsignedInt(blocks.get())]);
        }
    }

    /// The exponent of a stored value's scale: the scale is `2^exponent`.
    static int storedScaleExponent(int scaleCode) {
        return scaleCode - SCALE_BIAS - 1;
    }

    /// Converts packed values and their scales to float32: `value * 2^(e8m0 - 127)`.
    ///
    /// @param blocks whole blocks; `scales` holds one byte for each
    static void dequantize(ByteBuffer blocks, ByteBuffer scales, ByteBuffer into) {
        while (blocks.hasRemaining()) {
            var scale = Math.scalb(1f, Byte.toUnsignedInt(scales.get()) - SCALE_BIAS);
            for (var i = 0; i < BLOCK_BYTES; i++) {
                var pair = blocks.get();
                into.putFloat(VALUES[pair & 0xF] * scale);
                into.putFloat(VALUES[pair >> 4 & 0xF] * scale);
            }
        }
    }
}
