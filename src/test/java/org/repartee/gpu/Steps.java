package org.repartee.gpu;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// Steps by hand: sequence `i` owns the blocks from `i * blocks` on.
final class Steps {

    private static final int MOST_TOKENS = 4096;

    private final ModelRuntime model;
    private final int blocks;
    private final StepBatch batch;

    /// @param blocks blocks of a sequence
    Steps(ModelRuntime model, int sequences, int blocks) {
        this.model = model;
        this.blocks = blocks;
        batch = new StepBatch(MOST_TOKENS, sequences, blocks, model.blockSize());
    }

    Steps clear() {
        batch.clear();
        return this;
    }

    /// Adds `tokens[from … to)` of a sequence whose first `from` tokens are in the cache.
    Steps add(int sequence, int[] tokens, int from, int to) {
        var own = IntStream.range(sequence * blocks, (sequence + 1) * blocks).toArray();
        batch.begin(from, own, Math.ceilDiv(to, model.blockSize()), true);
        batch.append(tokens, from, to - from);
        return this;
    }

    StepResult forward() {
        return model.forward(batch);
    }

    /// Computes a prompt in chunks; the logits behind its last token.
    float[] prefill(int sequence, int[] prompt, int chunk) {
        return row(prefillResult(sequence, prompt, chunk), 0);
    }

    StepResult prefillResult(int sequence, int[] prompt, int chunk) {
        StepResult result = null;
        for (var from = 0; from < prompt.length; from += chunk) {
            var to = Math.min(prompt.length, from + chunk);
            result = clear().add(sequence, prompt, from, to).forward();
        }
        if (result == null) {
            throw new IllegalArgumentException("an empty prompt has no logits");
        }
        return result;
    }

    /// The tokens that follow a prompt in the cache, greedily.
    ///
    /// @param first the first of them
    int[] greedy(int sequence, int[] prompt, int first, int count) {
        var tokens = Arrays.copyOf(prompt, prompt.length + count);
        tokens[prompt.length] = first;
        for (var at = prompt.length; at < tokens.length - 1; at++) {
            tokens[at + 1] = clear().add(sequence, tokens, at, at + 1).forward().argmax(0);
        }
        return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
    }

    static float[] row(StepResult result, int row) {
        var into = new float[result.vocabularySize()];
        result.copyRow(row, into);
        return into;
    }

    /// The largest difference of two rows.
    static double distance(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs((double) one[i] - other[i]))
                .max()
                .orElseThrow();
    }
}
