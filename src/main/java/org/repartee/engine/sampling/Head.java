package org.repartee.engine.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.repartee.runtime.Candidates;

/// The largest logits of a row, largest first, the lowest id first among equals: nearly all tokens
/// that are ever drawn.
///
/// Drawing counts through the head first and then through the other tokens by id. So a row of which
/// only the largest logits are known gives the very token that the whole row would give, as long as
/// what is not known cannot matter.
final class Head {

    static final int SIZE = 64;

    // Logit and id in one number each: the larger, the earlier.
    private final long[] keys = new long[SIZE];
    private final int[] ids = new int[SIZE];
    private final float[] logits = new float[SIZE];
    private final float[] weights = new float[SIZE];
    private final double[] sums = new double[SIZE];
    private final float[] masked = new float[SIZE];
    private int maskedSize;
    private int maskedBeyond;
    private int size;

    /// Takes the `most` largest of a whole row, or all. NaN counts as larger than any number, lest
    /// it be missed.
    void take(float[] row, int most) {
        size = Math.min(most, row.length);
        for (var id = 0; id < size; id++) {
            keys[id] = key(id, row[id]);
        }
        for (var i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
        var least = logit(keys[0]);
        for (var id = size; id < row.length; id++) {
            if (row[id] > least || Float.isNaN(row[id])) {
                keys[0] = key(id, row[id]);
                sink(0);
                least = logit(keys[0]);
            }
        }
        Arrays.sort(keys, 0, size);
        for (var i = 0; i < size; i++) {
            set(i, keys[size - 1 - i]);
        }
    }

    /// Restores the heap, whose first key is the least, below place `i`.
    private void sink(int i) {
        var key = keys[i];
        var place = i;
        for (var child = 2 * i + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (key <= keys[child]) {
                break;
            }
            keys[place] = keys[child];
            place = child;
        }
        keys[place] = key;
    }

    /// Takes what the device shows of a row, without those at its end that are all alike: others
    /// like them may have remained behind.
    void take(Candidates candidates, int row) {
        size = 0;
        var count = candidates.count();
        var isWhole = count == candidates.vocabularySize();
        var last = candidates.logit(row, count - 1);
        for (var i = 0; i < count; i++) {
            var logit = candidates.logit(row, i);
            if (logit == last && !isWhole) {
                break;
            }
            insert(key(candidates.id(row, i), logit));
        }
        for (var i = 0; i < size; i++) {
            set(i, keys[i]);
        }
    }

    /// Keys come in order, but for the ids of equal logits.
    private void insert(long key) {
        var i = Math.min(size, SIZE - 1);
        if (size == SIZE && key < keys[i]) {
            return;
        }
        for (; i > 0 && key > keys[i - 1]; i--) {
            keys[i] = keys[i - 1];
        }
        keys[i] = key;
        size = Math.min(size + 1, SIZE);
    }

    /// Takes tokens out that must not be drawn.
    void mask(int[] tokens) {
        maskedSize = 0;
        maskedBeyond = 0;
        if (tokens.length == 0) {
            return;
        }
        var kept = 0;
        for (var i = 0; i < size; i++) {
            if (contains(tokens, ids[i])) {
                masked[maskedSize++] = logits[i];
            } else {
                ids[kept] = ids[i];
                logits[kept++] = logits[i];
            }
        }
        size = kept;
        maskedBeyond = tokens.length - maskedSize;
    }

    private static boolean contains(int[] tokens, int id) {
        for (var token : tokens) {
            if (token == id) {
                return true;
            }
        }
        return false;
    }

    /// Of the tokens that were taken out, those that were not in the head.
    int maskedBeyond() {
        return maskedBeyond;
    }

    /// What the tokens weigh that were taken out of the head, as [#weigh] weighs the others.
    double maskedWeight(float temperature) {
        var sum = 0.0;
        for (var i = 0; i < maskedSize; i++) {
            sum += Math.exp(((double) masked[i] - logits[0]) / temperature);
        }
        return sum;
    }

    private void set(int i, long key) {
        ids[i] = ~(int) key;
        logits[i] = logit(key);
    }

    private static long key(int id, float logit) {
        var bits = Float.floatToIntBits(logit + 0f); // no negative zero
        return (long) ascending(bits) << Integer.SIZE | Integer.toUnsignedLong(~id);
    }

    private static float logit(long key) {
        return Float.intBitsToFloat(ascending((int) (key >> Integer.SIZE)));
    }

    /// Makes integers that are in order of floats' bits, and bits of such integers: a negative
    /// number's bits ascend with its size.
    private static int ascending(int bits) {
        return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
    }

    int size() {
        return size;
    }

    int id(int i) {
        return ids[i];
    }

    float logit(int i) {
        return logits[i];
    }

    /// The log-probability of the token at place `i`, given `log Σ exp(logit)` of the vocabulary.
    TokenLogprob logprob(int i, double logSum) {
        return new TokenLogprob(ids[i], (float) (logits[i] - logSum));
    }

    /// Those of the most likely tokens, `count` of them if there are as many.
    List<TokenLogprob> logprobs(int count, double logSum) {
        var best = new ArrayList<TokenLogprob>(count);
        for (var i = 0; i < Math.min(count, size); i++) {
            best.add(logprob(i, logSum));
        }
        return best;
    }

    /// Gives each token the weight `exp((logit - largest) / temperature)`. There must be one.
    void weigh(float temperature) {
        var scale = 1 / temperature;
        for (var i = 0; i < size; i++) {
            weights[i] = Weights.exp((logits[i] - logits[0]) * scale);
        }
        var sum = 0.0;
        for (var i = 0; i < size; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
    }

    /// What the first `count` tokens weigh together, at least one.
    double sum(int count) {
        return sums[count - 1];
    }

    /// What any token outside the head weighs at most.
    float leastWeight() {
        return weights[size - 1];
    }

    /// Draws from the fewest tokens that hold the share `topP` of `mass`.
    ///
    /// @param count how many of the head may be drawn, at least 1
    /// @param mass what all tokens that may be drawn weigh together
    /// @param u the place of the draw, within (0, 1)
    /// @return the token's place in the head; empty if that depends on what is not known
    OptionalInt draw(int count, Mass mass, float topP, double u) {
        if (topP == 1) {
            return reach(mass.times(u), count);
        }
        var last = reach(mass.times(topP), count);
        if (last.isEmpty()) {
            return last;
        }
        var kept = last.getAsInt() + 1;
        return reach(Mass.exactly(sum(kept)).times(u), kept);
    }

    /// The place at which the running sum reaches `target`.
    private OptionalInt reach(Mass target, int count) {
        for (var i = 0; i < count; i++) {
            if (sums[i] >= target.least()) {
                return sums[i] >= target.most() ? OptionalInt.of(i) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
