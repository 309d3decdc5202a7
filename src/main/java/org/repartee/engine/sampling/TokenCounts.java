package org.repartee.engine.sampling;

import java.util.Arrays;

/// How often each token was generated; prompt tokens are known with a count of 0.
///
/// A hash table over two arrays: a vocabulary is large and a sequence short.
final class TokenCounts {

    private static final int EMPTY = -1;

    private int[] ids;
    private int[] counts;
    private int size;

    TokenCounts(int[] prompt) {
        ids = new int[64];
        counts = new int[64];
        Arrays.fill(ids, EMPTY);
        for (var id : prompt) {
            add(id, 0);
        }
    }

    void generated(int id) {
        add(id, 1);
    }

    /// Applies the penalties of `sampling` to the logits of the known tokens, as vLLM does: first
    /// repetition, then frequency and presence.
    void penalize(float[] logits, Sampling sampling) {
        var repetition = sampling.repetitionPenalty();
        for (var i = 0; i < ids.length; i++) {
            if (ids[i] == EMPTY) {
                continue;
            }
            var logit = logits[ids[i]];
            logit = logit > 0 ? logit / repetition : logit * repetition;
            logit -= sampling.frequencyPenalty() * counts[i];
            logits[ids[i]] = counts[i] > 0 ? logit - sampling.presencePenalty() : logit;
        }
    }

    private void add(int id, int count) {
        var i = place(id);
        counts[i] += count;
        if (ids[i] == EMPTY) {
            ids[i] = id;
            if (++size * 2 > ids.length) {
                grow();
            }
        }
    }

    /// Where `id` is, or belongs.
    private int place(int id) {
        var i = id * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(ids.length) + 1;
        while (ids[i] != id && ids[i] != EMPTY) {
            i = i + 1 & ids.length - 1;
        }
        return i;
    }

    private void grow() {
        var oldIds = ids;
        var oldCounts = counts;
        ids = new int[2 * oldIds.length];
        counts = new int[ids.length];
        Arrays.fill(ids, EMPTY);
        for (var old = 0; old < oldIds.length; old++) {
            if (oldIds[old] != EMPTY) {
                var i = place(oldIds[old]);
                ids[i] = oldIds[old];
                counts[i] = oldCounts[old];
            }
        }
    }
}
