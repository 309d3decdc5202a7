package org.repartee.export;

/// Rotary position embedding stretched by YaRN (Peng et al. 2023,
/// <https://arxiv.org/abs/2309.00071>): low frequencies are interpolated, high ones kept, with a
/// ramp between.
///
/// @param headSize rotated elements of a head, all of them
/// @param theta base of the frequencies
/// @param factor how many times longer than `originalPositions` contexts may become
/// @param betaFast rotations within the original context above which a frequency is kept
/// @param betaSlow rotations below which it is interpolated wholly
/// @param truncate whether the ramp's ends are rounded to whole dimensions
record Yarn(
        int headSize,
        double theta,
        double factor,
        double betaFast,
        double betaSlow,
        int originalPositions,
        boolean truncate) {

    /// Factor of both cosine and sine: 0.1 · ln(factor) + 1.
    double attentionScale() {
        return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
    }

    /// Radians per position of each pair of elements; `headSize / 2` values.
    double[] frequencies() {
        var half = headSize / 2;
        var low = correctionDimension(betaFast);
        var high = correctionDimension(betaSlow);
        if (truncate) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, headSize - 1);
        var width = high == low ? 0.001 : high - low;
        var frequencies = new double[half];
        for (var i = 0; i < half; i++) {
            var original = Math.pow(theta, -2.0 * i / headSize);
            var interpolated = Math.clamp((i - low) / width, 0, 1);
            frequencies[i] = original * (1 - interpolated) + original / factor * interpolated;
        }
        return frequencies;
    }

    /// The dimension whose frequency turns so often within the original context.
    private double correctionDimension(double rotations) {
        return headSize
                * Math.log(originalPositions / (rotations * 2 * Math.PI))
                / (2 * Math.log(theta));
    }
}
