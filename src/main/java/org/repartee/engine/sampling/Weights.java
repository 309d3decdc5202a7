package org.repartee.engine.sampling;

/// Unnormalised probabilities of the whole vocabulary, from which the unlikely ones are cut away.
///
/// Cutting needs no order, only the weight at which to cut: a quickselect over a copy, in time
/// proportional to the vocabulary. Ties at the cut keep the lowest ids.
final class Weights {

    private static final int CHUNK = 64;

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
            cut(k, Measure.COUNT, atMostLargest(k));
        }
    }

    /// A bound below the `k`-th largest weight: the `k`-th largest of the largest of each chunk.
    /// Few weights are above it when `k` is small.
    private float atMostLargest(int k) {
        var chunks = weights.length / CHUNK;
        if (k > chunks) {
            return 0;
        }
        for (var chunk = 0; chunk < chunks; chunk++) {
            var largest = 0f;
            for (var i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                largest = Math.max(largest, weights[i]);
            }
            scratch[chunk] = largest;
        }
        return Cutoff.of(scratch, chunks, k, Measure.COUNT).weight();
    }

    /// Keeps the fewest, largest weights that hold at least the share `p` of the sum.
    void cutToMass(float p) {
        if (p < 1) {
            // All weights below this together are less than 1 - p: none of them can be needed.
            var least = (1 - p) * sum / weights.length;
            cut(p * sum, Measure.MASS, (float) least);
        }
    }

    /// The token at which the running sum, through the head first and then by id, exceeds the share
    /// `u` of the sum. Afterwards the weights are void.
    int draw(double u, Head head) {
        var rest = u * sum;
        var last = head.id(0);
        for (var i = 0; i < head.size(); i++) {
            var id = head.id(i);
            if (weights[id] > 0) {
                rest -= weights[id];
                last = id;
                if (rest < 0) {
                    return last;
                }
            }
            weights[id] = 0; // or it would be met again
        }
        for (var id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                rest -= weights[id];
                last = id;
                if (rest < 0) {
                    return last;
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

    /// `e^x` for `x <= 0` with a relative error below 2e-7, and 0 below -104: `(e^(x/256))^256`,
    /// the inner one by its series up to the eighth power. Without branch, table or library call,
    /// so that the compiler makes vector instructions of a loop over a vocabulary.
    static float exp(float x) {
        var y = Math.max(x, -110) * 0x1p-8;
        var power = 1.0 / 40320;
        power = power * y + 1.0 / 5040;
        power = power * y + 1.0 / 720;
        power = power * y + 1.0 / 120;
        power = power * y + 1.0 / 24;
        power = power * y + 1.0 / 6;
        power = power * y + 1.0 / 2;
        power = power * y + 1;
        power = power * y + 1;
        power *= power; // 2
        power *= power; // 4
        power *= power; // 8
        power *= power; // 16
        power *= power; // 32
        power *= power; // 64
        power *= power; // 128
        power *= power; // 256
        return (float) power;
    }
}
