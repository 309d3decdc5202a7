package org.repartee.export;

/// Rounds blocks of weights to whole numbers of few bits with one scale for the block: a weight
/// becomes `(stored - zero point) * scale`, the zero point in the middle of the stored range.
///
/// The scale is the best of a few, measured by the sum of squared errors. With 4 bits, one more
/// number lies below the zero point than above, so scales of both signs are tried; and some that
/// sacrifice the largest weight for the others.
///
/// Not thread-safe: holds the last block's result.
final class BlockQuantizer {

    // The largest weight becomes this many steps. The first four are exact for an MXFP4 block that
    // holds no 6, and 4 with one sign only; the last two let the largest weight be cut off.
    private static final float[] STEPS_OF_4_BITS = {8, -8, 6, 4, 7, -7, 7.5f, -7.5f, 8.5f, -9};
    private static final float[] STEPS_OF_8_BITS = {127};

    // A float of this size has no fraction: adding it and taking it away again rounds.
    private static final float WITHOUT_FRACTION = 3 << 22;

    private final float[] steps;
    private final int zeroPoint;
    private final WeightType scaleType;
    private final float[] errors;
    private final float[] numbers;
    private float scale;

    /// @param bits 4 or 8
    /// @param scaleType what the scale is rounded to
    /// @param block weights that share a scale, an even number
    BlockQuantizer(int bits, WeightType scaleType, int block) {
        this.scaleType = scaleType;
        steps = bits == 4 ? STEPS_OF_4_BITS : STEPS_OF_8_BITS;
        zeroPoint = 1 << bits - 1;
        errors = new float[block];
        numbers = new float[block];
    }

    /// Quantizes all of `block`.
    void quantize(float[] block) {
        var largest = largest(block);
        var least = Float.POSITIVE_INFINITY;
        scale = 1;
        for (var i = 0; i < steps.length && least > 0; i++) {
            var candidate = scaleType.round(largest / steps[i]);
            if (Math.abs(candidate) >= Float.MIN_NORMAL) {
                round(block, candidate);
                var error = sumOfErrors();
                if (error < least) {
                    least = error;
                    scale = candidate;
                }
            }
        }
        round(block, scale);
    }

    /// What stands for weight `i` of the last block, within `0 … 2^bits - 1`.
    int stored(int i) {
        return (int) numbers[i] + zeroPoint;
    }

    /// The last block's scale, a number of the scale's type.
    float scale() {
        return scale;
    }

    // No sum in this loop: the compiler makes vector instructions of it.
    private void round(float[] block, float candidate) {
        var perStep = 1 / candidate;
        var lowest = (float) -zeroPoint;
        var highest = (float) zeroPoint - 1;
        for (var i = 0; i < numbers.length; i++) {
            var nearest = (block[i] * perStep + WITHOUT_FRACTION) - WITHOUT_FRACTION;
            var number = Math.max(lowest, Math.min(highest, nearest));
            var error = block[i] - number * candidate;
            numbers[i] = number;
            errors[i] = error * error;
        }
    }

    private float sumOfErrors() {
        var even = 0f;
        var odd = 0f;
        for (var i = 0; i < numbers.length; i += 2) {
            even += errors[i];
            odd += errors[i + 1];
        }
        return even + odd;
    }

    private static float largest(float[] block) {
        var largest = 0f;
        for (var weight : block) {
            if (Math.abs(weight) > Math.abs(largest)) {
                largest = weight;
            }
        }
        return largest;
    }
}
