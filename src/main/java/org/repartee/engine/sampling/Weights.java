package org.repartee.engine.sampling;

/// Unnormalised probabilities of the whole vocabulary, from which the unlikely ones are cut away.
///
/// Cutting needs no order, only the weight at which to cut: a quickselect over a copy, in time
/// proportional to the vocabulary. Ties at the cut keep the lowest ids.
final class Weights {

    private static final float LOG2_E = 1.44269504f;
    private static final float UNDERFLOW = -87;

    private final float[] weights;
    private final float[] scratch;
    private double sum;

    Weights(int vocabularySize) {
        weights = new float[vocabularySize];
        scratch = new float[vocabularySize];
    }

    float[] values() {
        return weights;
    }

    double sum() {
        return sum;
    }

    /// Sets each weight to `exp((logit - largest) / temperature)`.
    void set(float[] logits, float largest, float temperature) {
        var scale = 1 / temperature;
        for (var i = 0; i < weights.length; i++) {
            weights[i] = exp((logits[i] - largest) * scale);
        }
        sum = sum(weights, 0, weights.length);
    }

    /// Keeps the `k` largest weights.
    void cutToCount(int k) {
        if (k < weights.length) {
            cut(k, Measure.COUNT, 0);
        }
    }

    /// Keeps the fewest, largest weights that hold at least the share `p` of the sum.
    void cutToMass(float p) {
        if (p < 1) {
            // All weights below this together are less than 1 - p: none of them can be needed.
            var least = (1 - p) * sum / weights.length;
            cut(p * sum, Measure.MASS, (float) least);
        }
    }

    /// The first index at which the running sum exceeds the share `u` of the sum.
    int draw(double u) {
        var rest = u * sum;
        var last = 0;
        for (var i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                rest -= weights[i];
                last = i;
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private void cut(double target, Measure measure, float least) {
        var size = 0;
        for (var weight : weights) {
            if (weight > 0 && weight >= least) {
                scratch[size++] = weight;
            }
        }
        var cutoff = Cutoff.of(scratch, size, target, measure);
        var ties = cutoff.ties();
        for (var i = 0; i < weights.length; i++) {
            var weight = weights[i];
            if (weight < cutoff.weight() || weight == cutoff.weight() && ties-- <= 0) {
                weights[i] = 0;
            }
        }
        sum = sum(weights, 0, weights.length);
    }

    /// Four running sums, because one would wait for each addition.
    static double sum(float[] values, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        var i = from;
        for (; i + 3 < to; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < to; i++) {
            a += values[i];
        }
        return a + b + (c + d);
    }

    /// `e^x` for `x <= 0`, with a relative error below 1e-5, 2e-7 near 0: the series of `2^f` up to
    /// the sixth power for the fraction, the exponent's bits for the rest. Several times faster
    /// than `Math.exp`, and a vocabulary needs hundreds of thousands.
    static float exp(float x) {
        if (x < UNDERFLOW) {
            return 0;
        }
        var power = x * LOG2_E;
        var whole = (int) (power - 0.5f);
        var f = power - whole;
        var series = 1.5403530e-4f;
        series = series * f + 1.3333558e-3f;
        series = series * f + 9.6181291e-3f;
        series = series * f + 5.5504109e-2f;
        series = series * f + 2.4022651e-1f;
        series = series * f + 6.9314718e-1f;
        series = series * f + 1;
        return series * Float.intBitsToFloat(whole + 127 << 23);
    }
}
