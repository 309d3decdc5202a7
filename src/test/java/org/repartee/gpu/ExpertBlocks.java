package org.repartee.gpu;

import java.util.Random;
import java.util.stream.IntStream;
import org.repartee.gpu.ExpertBlockSession.Outputs;

/// What a block gets and how far two of them are apart.
final class ExpertBlocks {

    private ExpertBlocks() {}

    /// Normally distributed numbers, `[tokens][hidden]`.
    static float[][] random(int tokens, int hidden, long seed) {
        var random = new Random(seed);
        var rows = new float[tokens][hidden];
        for (var row : rows) {
            for (var i = 0; i < hidden; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /// Each token's largest distance, in ascending order.
    static double[] distances(float[][] some, float[][] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(token -> Steps.distance(some[token], others[token]))
                .sorted()
                .toArray();
    }

    /// Of a few hundred tokens, one may have experts so near each other that a rounding changes
    /// which one is chosen: the worst of 300 is left out.
    static double worst(float[][] some, float[][] others) {
        var distances = distances(some, others);
        return distances[distances.length - 1 - distances.length / 300];
    }

    static boolean isFinite(Outputs outputs) {
        for (var row : outputs.normed()) {
            for (var number : row) {
                if (!Float.isFinite(number)) {
                    return false;
                }
            }
        }
        return true;
    }
}
