package org.repartee.export;

import java.util.function.DoubleUnaryOperator;

/// Rotary position embedding stretched by YaRN (Peng et al. 2023,
/// <https://arxiv.org/abs/2309.00071>, as Hugging Face computes it for gpt-oss).
///
/// @param theta base of the frequencies
/// @param factor how much longer the context became
/// @param betaFast rotations over the original context above which a dimension is left alone
/// @param betaSlow rotations below which a dimension is interpolated fully
/// @param originalPositions positions of the context before stretching
/// @param truncate whether the bounds between the two are rounded to whole dimensions
record RopeScaling(
        double theta,
        double factor,
        double betaFast,
        double betaSlow,
        int originalPositions,
        boolean truncate) {

    RopeScaling {
        if (!(theta > 1)) {
            throw new IllegalArgumentException("rope_theta must be above 1, got " + theta);
        }
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("rope factor must be at least 1, got " + factor);
        }
        if (originalPositions < 1) {
            throw new IllegalArgumentException(
                    "original_max_position_embeddings must be at least 1, got "
                            + originalPositions);
        }
    }

    /// What cosine and sine are multiplied with: sharpens attention over the longer context.
    double attentionScaling() {
        return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
    }

    /// Radians per position of each pair of dimensions: `headSize / 2` values.
    float[] inverseFrequencies(int headSize) {
        var low = Math.max(0, bound(betaFast, headSize, Math::floor));
        var high = Math.min(headSize - 1, bound(betaSlow, headSize, Math::ceil));
        // Equal bounds would divide by zero; the constant is the reference implementation's.
        var width = low == high ? 0.001 : high - low;
        var frequencies = new float[headSize / 2];
        for (var i = 0; i < frequencies.length; i++) {
            var original = 1 / Math.pow(theta, 2.0 * i / headSize);
            var interpolated = Math.clamp((i - low) / width, 0.0, 1.0);
            frequencies[i] =
                    (float) (original / factor * interpolated + original * (1 - interpolated));
        }
        return frequencies;
    }

    /// The dimension that turns `rotations` times over the original context.
    private double bound(double rotations, int headSize, DoubleUnaryOperator rounding) {
        var dimension =
                headSize
                        * Math.log(originalPositions / (rotations * 2 * Math.PI))
                        / (2 * Math.log(theta));
        return truncate ? rounding.applyAsDouble(dimension) : dimension;
    }
}
