package org.repartee.export;

import java.util.Arrays;

/// Rounds blocks of weights to whole numbers of few bits with one scale for the block: a weight
/// becomes `(stored - zero point) * scale`, the zero point in the middle of the stored range.
///
/// The scale is the best of a few, measured by the sum of squared errors. With 4 bits, one more
/// number lies below the zero point than above, so scales of both signs are tried; and some that
/// sacrifice the largest weight for the others.
///
/// Not thread-safe: holds the last block's result.
final class BlockQuantizer {

    /// Weights that share a scale.
    static final int BLOCK = 32;

    // The largest weight becomes this many steps. 8 and 6 are exact for all MXFP4 blocks that 4
    // bits can hold; the last two let it be cut off.
    private static final float[] STEPS_OF_4_BITS = {8, -8, 6, 7, -7, 6.5f, 7.5f, -7.5f, 8.5f, -9};
    private static final float[] STEPS_OF_8_BITS = {127};

    private final float[] steps;
    private final int zeroPoint;
    private final WeightType scaleType;
    private final int[] trial = new int[BLOCK];
    private final int[] stored = new int[BLOCK];
    private float scale;

    /// @param bits 4 or 8
    /// @param scaleType what the scale is rounded to
    BlockQuantizer(int bits, WeightType scaleType) {
        this.scaleType = scaleType;
        steps = bits == 4 ? STEPS_OF_4_BITS : STEPS_OF_8_BITS;
        zeroPoint = 1 << bits - 1;
    }

    /// Quantizes `block[0 … BLOCK - 1]`.
    void quantize(float[] block) {
        var largest = largest(block);
        scale = 1;
        Arrays.fill(stored, zeroPoint);
        var least = Float.POSITIVE_INFINITY;
        for (var i = 0; i < steps.length && least > 0; i++) {
            var candidate = scaleType.round(largest / steps[i]);
            if (Math.abs(candidate) >= Float.MIN_NORMAL) {
                least = keepIfBetter(block, candidate, least);
            }
        }
    }

    /// What stands for weight `i` of the last block, within `0 … 2^bits - 1`.
    int stored(int i) {
        return stored[i];
    }

    /// The last block's scale, a number of the scale's type.
    float scale() {
        return scale;
    }

    private float keepIfBetter(float[] block, float candidate, float least) {
        var error = round(block, candidate);
        if (error >= least) {
            return least;
        }
        scale = candidate;
        System.arraycopy(trial, 0, stored, 0, BLOCK);
        return error;
    }

    private float round(float[] block, float candidate) {
        var perStep = 1 / candidate;
        var sum = 0f;
        for (var i = 0; i < BLOCK; i++) {
            var nearest = Math.round(block[i] * perStep);
            var number = Math.max(-zeroPoint, Math.min(zeroPoint - 1, nearest));
            var error = block[i] - number * candidate;
            sum += error * error;
            trial[i] = number + zeroPoint;
        }
        return sum;
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
