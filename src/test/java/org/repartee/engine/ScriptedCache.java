package org.repartee.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.repartee.runtime.StepBatch;

/// What lies in the blocks of a scripted model: the tokens themselves and their positions.
final class ScriptedCache {

    private static final int GARBAGE = -7;

    private final int blockSize;
    private final int[] tokens;
    private final int[] positions;

    ScriptedCache(int blockCount, int blockSize) {
        this.blockSize = blockSize;
        tokens = new int[blockCount * blockSize];
        positions = new int[blockCount * blockSize];
        clear();
    }

    void clear() {
        Arrays.fill(tokens, GARBAGE);
    }

    /// Clears what the step was to write.
    void spoil(StepBatch batch) {
        for (var i = 0; i < batch.tokens(); i++) {
            tokens[batch.slot(i)] = GARBAGE;
        }
    }

    void write(StepBatch batch) {
        for (var row = 0; row < batch.sequences(); row++) {
            for (var i = batch.start(row); i < batch.start(row + 1); i++) {
                tokens[batch.slot(i)] = batch.tokenId(i);
                positions[batch.slot(i)] = batch.past(row) + i - batch.start(row);
            }
        }
    }

    void copyBlock(int source, int target) {
        System.arraycopy(tokens, source * blockSize, tokens, target * blockSize, blockSize);
        System.arraycopy(positions, source * blockSize, positions, target * blockSize, blockSize);
    }

    /// The logits that follow the tokens which the row's block table leads to.
    float[] logitsAfter(StepBatch batch, int row) {
        var hash = 0L;
        for (var position = 0; position < batch.length(row); position++) {
            var slot = batch.block(row, position / blockSize) * blockSize + position % blockSize;
            hash = extend(hash, tokens[slot], positions[slot]);
        }
        return logitsAfter(hash);
    }

    /// The logits that follow `history`, by definition.
    static FloatBuffer logitsAfter(int[] history, int length) {
        var hash = 0L;
        for (var position = 0; position < length; position++) {
            hash = extend(hash, history[position], position);
        }
        return FloatBuffer.wrap(logitsAfter(hash));
    }

    private static long extend(long hash, int token, int position) {
        var mixed = (hash ^ token * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29 ^ position;
    }

    /// Pseudo-random values within [-8, 8).
    private static float[] logitsAfter(long hash) {
        var row = new float[ScriptedModel.VOCABULARY];
        var state = hash;
        for (var id = 0; id < row.length; id++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            row[id] = (state >> 40) * 0x1p-20f;
        }
        return row;
    }
}
