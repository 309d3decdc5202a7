package org.repartee.bench.engine;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A request that the engine answered, and when. All stamps are of `System.nanoTime()`.
final class Answer {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long submitted;
    private final long[] sampled;
    private final long[] read;
    private final int cachedTokens;

    /// @param submitted before it was submitted
    /// @param sampled when the engine had each token, at least one
    /// @param read when its reader had each token
    /// @param cachedTokens prompt tokens that were in the cache
    Answer(long submitted, LongStream sampled, LongStream read, int cachedTokens) {
        this.submitted = submitted;
        this.sampled = sampled.toArray();
        this.read = read.toArray();
        this.cachedTokens = cachedTokens;
    }

    int tokens() {
        return read.length;
    }

    int cachedTokens() {
        return cachedTokens;
    }

    /// Milliseconds until its reader had the first token.
    double timeToFirstToken() {
        return (read[0] - submitted) / NANOS_PER_MILLI;
    }

    /// Milliseconds between tokens, as its reader saw them.
    DoubleStream gaps() {
        return IntStream.range(1, read.length)
                .mapToDouble(i -> (read[i] - read[i - 1]) / NANOS_PER_MILLI);
    }

    long firstSampled() {
        return sampled[0];
    }

    long lastSampled() {
        return sampled[sampled.length - 1];
    }

    /// The stamps of the tokens that the engine had within a time.
    long[] sampledWithin(long begin, long end) {
        return Arrays.stream(sampled).filter(at -> at >= begin && at <= end).toArray();
    }
}
