package org.repartee.bench.http;

import java.util.random.RandomGenerator;

/// A number of tokens, or a range from which it is drawn evenly.
///
/// @param from least, at least 1
/// @param to most, at least `from`
public record TokenRange(int from, int to) {

    public TokenRange {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException(
                    "a number of tokens must be N or N-M with 1 <= N <= M, got %d-%d"
                            .formatted(from, to));
        }
    }

    /// Reads `512` or `200-2000`.
    public static TokenRange parse(String text) {
        if (!text.matches("\\d{1,9}(-\\d{1,9})?")) {
            throw new IllegalArgumentException("a number of tokens must be N or N-M, got " + text);
        }
        var ends = text.split("-", 2);
        return new TokenRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    int draw(RandomGenerator random) {
        return random.nextInt(from, to + 1);
    }

    @Override
    public String toString() {
        return from == to ? String.valueOf(from) : from + "-" + to;
    }
}
