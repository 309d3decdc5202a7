package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockQuantizerTest {

    private static final int BLOCKS = 2_000;
    private static final int BLOCK = 32;

    private final Random random = new Random(20_261_126);

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void eightBitsAreWithinHalfAStepOfEveryWeight(WeightType scaleType) {
        var quantizer = new BlockQuantizer(8, scaleType, BLOCK);
        for (var i = 0; i < BLOCKS; i++) {
            var block = normal();
            quantizer.quantize(block);
            // The scale itself is rounded, which the outermost weight feels 127 times.
            var step = Math.abs(quantizer.scale());
            var halfStep = 0.51 * step + 127 * step * 0x1p-9;
            for (var k = 0; k < block.length; k++) {
                assertThat(Math.abs(restored(quantizer, 128, k) - block[k]))
                        .isLessThan((float) halfStep);
            }
        }
    }

    @Test
    void fourBitsAreNoWorseThanAnyPlainScale() {
        var quantizer = new BlockQuantizer(4, WeightType.FLOAT32, BLOCK);
        for (var i = 0; i < BLOCKS; i++) {
            var block = normal();
            quantizer.quantize(block);
            var largest = 0f;
            for (var weight : block) {
                largest = Math.max(largest, Math.abs(weight));
            }
            assertThat(error(quantizer, block))
                    .isLessThanOrEqualTo(errorWith(block, largest / 7) * 1.0001)
                    .isLessThanOrEqualTo(errorWith(block, largest / 8) * 1.0001);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"FLOAT16", "BFLOAT16"})
    void fourBitsAreExactForMxfp4WithoutItsOutermostValues(WeightType scaleType) {
        var quantizer = new BlockQuantizer(4, scaleType, BLOCK);
        for (var i = 0; i < BLOCKS; i++) {
            var block = mxfp4(random.nextInt(1, 14));
            quantizer.quantize(block);
            for (var k = 0; k < block.length; k++) {
                assertThat(restored(quantizer, 8, k)).isEqualTo(block[k]);
            }
        }
    }

    @Test
    void storedNumbersFillTheirBitsAndNoMore() {
        for (var bits : new int[] {4, 8}) {
            var quantizer = new BlockQuantizer(bits, WeightType.BFLOAT16, BLOCK);
            var lowest = Integer.MAX_VALUE;
            var highest = Integer.MIN_VALUE;
            for (var i = 0; i < BLOCKS; i++) {
                quantizer.quantize(normal());
                for (var k = 0; k < BLOCK; k++) {
                    lowest = Math.min(lowest, quantizer.stored(k));
                    highest = Math.max(highest, quantizer.stored(k));
                }
            }
            assertThat(lowest).isBetween(0, 1);
            assertThat(highest).isEqualTo((1 << bits) - 1);
        }
    }

    @Test
    void aBlockOfZerosStaysZero() {
        var quantizer = new BlockQuantizer(4, WeightType.FLOAT16, BLOCK);
        quantizer.quantize(new float[BLOCK]);
        assertThat(quantizer.stored(17)).isEqualTo(8);
        assertThat(quantizer.scale()).isEqualTo(1);
    }

    private float[] normal() {
        var block = new float[BLOCK];
        for (var i = 0; i < block.length; i++) {
            block[i] = (float) (0.02 * random.nextGaussian());
        }
        return block;
    }

    /// Values of magnitude up to 3, and 4 of one sign, times a power of two.
    private float[] mxfp4(int exponent) {
        var sign = random.nextBoolean() ? 1 : -1;
        var most = random.nextInt(1, 7);
        var block = new float[BLOCK];
        for (var i = 0; i < block.length; i++) {
            var code = random.nextInt(most + 1);
            var magnitude = Mxfp4.value(code);
            var signed = code == 6 || random.nextBoolean() ? sign * magnitude : -sign * magnitude;
            block[i] = Math.scalb(signed, -exponent) + 0f;
        }
        return block;
    }

    private static float restored(BlockQuantizer quantizer, int zeroPoint, int i) {
        return (quantizer.stored(i) - zeroPoint) * quantizer.scale() + 0f;
    }

    private static double error(BlockQuantizer quantizer, float[] block) {
        var sum = 0.0;
        for (var i = 0; i < block.length; i++) {
            sum += Math.pow(restored(quantizer, 8, i) - block[i], 2);
        }
        return sum;
    }

    private static double errorWith(float[] block, float scale) {
        var sum = 0.0;
        for (var weight : block) {
            var number = Math.clamp(Math.round(weight / scale), -8, 7);
            sum += Math.pow(number * scale - weight, 2);
        }
        return sum;
    }
}
