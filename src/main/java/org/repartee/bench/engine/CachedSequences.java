package org.repartee.bench.engine;

import java.util.SplittableRandom;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// Sequences of random tokens, each with cache blocks of its own, computed by the runtime directly.
///
/// Not thread-safe; nobody else may use the runtime meanwhile.
final class CachedSequences {

    private final ModelRuntime runtime;
    private final StepBatch batch;
    private final int maxTokens;
    private final int blocksEach;
    private final int[] nextTokens;
    private final int[] blocks;
    private final SplittableRandom random = new SplittableRandom(1);

    /// @param maxTokens most tokens of a step
    /// @param count sequences
    /// @param length most tokens of each
    CachedSequences(ModelRuntime runtime, int maxTokens, int count, int length) {
        this.runtime = runtime;
        this.maxTokens = maxTokens;
        blocksEach = Math.ceilDiv(length, runtime.blockSize());
        nextTokens = new int[count];
        blocks = new int[blocksEach];
        batch = new StepBatch(Math.max(maxTokens, count), count, blocksEach, runtime.blockSize());
    }

    /// Cache blocks that so many sequences of a length need.
    static int blocksFor(ModelRuntime runtime, int count, int length) {
        return count * Math.ceilDiv(length, runtime.blockSize());
    }

    int[] randomTokens(int count) {
        return random.ints(count, 0, runtime.geometry().vocabularySize()).toArray();
    }

    /// Computes `tokens` from the sequence's beginning, in chunks.
    void prefill(int sequence, int[] tokens) {
        for (var from = 0; from < tokens.length; from += maxTokens) {
            var count = Math.min(maxTokens, tokens.length - from);
            batch.clear();
            begin(sequence, from, from + count);
            batch.append(tokens, from, count);
            nextTokens[sequence] = runtime.forward(batch).argmax(0);
        }
    }

    /// Makes a sequence's context that of another one; it goes on with a random token.
    void copy(int from, int to) {
        for (var i = 0; i < blocksEach; i++) {
            runtime.copyBlock(from * blocksEach + i, to * blocksEach + i);
        }
        nextTokens[to] = randomTokens(1)[0];
    }

    /// The first `count` sequences take one more token each, at position `past`.
    void decode(int count, int past) {
        batch.clear();
        for (var sequence = 0; sequence < count; sequence++) {
            begin(sequence, past, past + 1);
            batch.append(nextTokens, sequence, 1);
        }
        runtime.launch(batch);
        var result = runtime.await();
        for (var sequence = 0; sequence < count; sequence++) {
            nextTokens[sequence] = result.argmax(sequence);
        }
    }

    private void begin(int sequence, int past, int length) {
        for (var i = 0; i < blocksEach; i++) {
            blocks[i] = sequence * blocksEach + i;
        }
        batch.begin(past, blocks, Math.ceilDiv(length, runtime.blockSize()), true);
    }
}
