package org.repartee.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.stream.DoubleStream;

/// The samples of one quantity, and what they say together. Percentiles interpolate linearly
/// between the two nearest samples, as NumPy does.
public final class Distribution {

    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    public static Distribution of(DoubleStream samples) {
        return new Distribution(samples.sorted().toArray());
    }

    public int count() {
        return sorted.length;
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /// @throws IllegalStateException if there is no sample
    public double mean() {
        requireSamples();
        return DoubleStream.of(sorted).average().orElseThrow();
    }

    public double median() {
        return percentile(50);
    }

    /// The value below which `percent` of the samples lie.
    ///
    /// @param percent within [0, 100]
    /// @throws IllegalStateException if there is no sample
    public double percentile(double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent must be within [0, 100], got " + percent);
        }
        requireSamples();
        var rank = percent / 100 * (sorted.length - 1);
        var below = (int) rank;
        var above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    public double max() {
        return percentile(100);
    }

    public double min() {
        return percentile(0);
    }

    public JsonObjectBuilder toJson() {
        var json = Json.createObjectBuilder().add("count", count());
        if (isEmpty()) {
            return json;
        }
        return json.add("mean", mean())
                .add("min", min())
                .add("p50", median())
                .add("p95", percentile(95))
                .add("p99", percentile(99))
                .add("max", max());
    }

    private void requireSamples() {
        if (isEmpty()) {
            throw new IllegalStateException("a distribution without samples has no values");
        }
    }
}
