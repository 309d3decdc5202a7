package org.repartee.runtime;

import java.util.List;
import java.util.stream.IntStream;

/// Sizes to which others are rounded up, so that only few different ones exist.
///
/// @param rungs ascending, the first at least 1
record Ladder(List<Integer> rungs) {

    private static final List<Integer> ROWS =
            List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192);
    private static final int FIRST_CONTEXT = 1024;
    private static final int CONTEXT_FACTOR = 4;

    Ladder {
        rungs = rungs.stream().sorted().distinct().toList();
    }

    /// Sequences of a step, up to `most`.
    static Ladder ofRows(int most) {
        return new Ladder(upTo(ROWS.stream().mapToInt(Integer::intValue), most));
    }

    /// Tokens of a step, up to at least `most`; small enough steps that padding costs little.
    ///
    /// @param widest no step is longer
    static Ladder ofTokens(int most, int widest) {
        var rungs = IntStream.iterate(0, size -> size < most, size -> size + step(size, widest));
        var above = rungs.map(size -> size + step(size, widest));
        return new Ladder(above.boxed().toList());
    }

    /// Upper bounds of a sequence's length, up to `most`.
    static Ladder ofContexts(int most) {
        var rungs = IntStream.iterate(FIRST_CONTEXT, n -> n < most, n -> n * CONTEXT_FACTOR);
        return new Ladder(upTo(rungs, most));
    }

    /// The smallest size that is at least `size`.
    int covering(int size) {
        for (int rung : rungs) {
            if (rung >= size) {
                return rung;
            }
        }
        throw new IllegalArgumentException(
                "a size must be at most %d, got %d".formatted(last(), size));
    }

    int last() {
        return rungs.getLast();
    }

    private static List<Integer> upTo(IntStream rungs, int most) {
        return IntStream.concat(rungs.filter(rung -> rung < most), IntStream.of(most))
                .boxed()
                .toList();
    }

    private static int step(int size, int widest) {
        var step = 128;
        if (size < 64) {
            step = 16;
        } else if (size < 256) {
            step = 32;
        } else if (size < 1024) {
            step = 64;
        }
        return Math.min(step, widest);
    }
}
