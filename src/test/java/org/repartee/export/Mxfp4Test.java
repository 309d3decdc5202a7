package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// MXFP4 has sixteen values and 255 scales: every pair is tried.
class Mxfp4Test {

    /// The format's definition: sign, two bits of exponent with bias 1, one bit of mantissa.
    private static double e2m1(int code) {
        var exponent = code >> 1 & 3;
        var mantissa = code & 1;
        var magnitude =
                exponent == 0 ? mantissa * 0.5 : Math.scalb(1 + mantissa * 0.5, exponent - 1);
        return (code & 8) == 0 ? magnitude : -magnitude;
    }

    private static double value(int code, int scale) {
        return Math.scalb(e2m1(code), scale - 127);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void storedBytesTimesStoredScaleIsTheValue(WeightType type) {
        for (var scale = 0; scale < 255; scale++) {
            if (type.holdsStoredScale(scale)) {
                var stored = readBack(type, Math.scalb(1f, Mxfp4.storedScaleExponent(scale)));
                for (var code = 0; code < 16; code++) {
                    assertThat((Mxfp4.stored(code) - Mxfp4.ZERO_POINT) * (double) stored)
                            .as("%s, code %d, scale %d", type, code, scale)
                            .isEqualTo(value(code, scale) + 0.0);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void aScaleIsHeldExactlyWhenItSurvivesRounding(WeightType type) {
        for (var scale = 0; scale < 255; scale++) {
            var exact = Math.scalb(1.0, Mxfp4.storedScaleExponent(scale));
            assertThat(type.holdsStoredScale(scale))
                    .as("%s, scale %d", type, scale)
                    .isEqualTo(survives(type, exact));
        }
        assertThat(type.holdsStoredScale(255)).isFalse();
    }

    @Test
    void dequantizedValuesAreExact() {
        for (var scale = 0; scale <= Mxfp4.MAX_FLOAT_SCALE; scale++) {
            var out = dequantized(scale);
            for (var i = 0; i < Mxfp4.BLOCK; i++) {
                assertThat((double) out[i])
                        .as("code %d, scale %d", i % 16, scale)
                        .isEqualTo(value(i % 16, scale));
            }
        }
    }

    @Test
    void theNextScaleWouldOverflow() {
        var out = dequantized(Mxfp4.MAX_FLOAT_SCALE + 1);
        assertThat(Float.isInfinite(out[7])).isTrue();
    }

    @Test
    void theLowerNibbleComesFirst() {
        var out = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        Mxfp4.store(ByteBuffer.wrap(new byte[] {(byte) 0xF1}), out);
        assertThat(out.array()).containsExactly((byte) (128 + 1), (byte) (128 - 12));
    }

    @Test
    void aPackedByteStoresBothItsCodes() {
        for (var pair = 0; pair < 256; pair++) {
            var out = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
            Mxfp4.store(ByteBuffer.wrap(new byte[] {(byte) pair}), out);
            assertThat(out.array())
                    .containsExactly(
                            (byte) Mxfp4.stored(pair & 15), (byte) Mxfp4.stored(pair >> 4));
        }
    }

    /// A block that holds every code twice, in order.
    private static float[] dequantized(int scale) {
        var blocks = new byte[Mxfp4.BLOCK_BYTES];
        IntStream.range(0, blocks.length)
                .forEach(i -> blocks[i] = (byte) ((2 * i + 1) % 16 << 4 | 2 * i % 16));
        var out = ByteBuffer.allocate(Mxfp4.BLOCK * Float.BYTES);
        Mxfp4.dequantize(ByteBuffer.wrap(blocks), ByteBuffer.wrap(new byte[] {(byte) scale}), out);
        var floats = new float[Mxfp4.BLOCK];
        out.flip().asFloatBuffer().get(floats);
        return floats;
    }

    private static boolean survives(WeightType type, double exact) {
        return exact <= Float.MAX_VALUE
                && (type != WeightType.FLOAT16 || exact <= 65504)
                && readBack(type, (float) exact) == exact;
    }

    private static float readBack(WeightType type, float value) {
        var bytes = ByteBuffer.allocate(Float.BYTES);
        type.put(value, bytes);
        return switch (type) {
            case FLOAT32 -> bytes.getFloat(0);
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(0));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(0) << Short.SIZE);
            case UINT8, INT32 -> throw new IllegalArgumentException("no floating point type");
        };
    }
}
