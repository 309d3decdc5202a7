package org.repartee.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.LayerType;
import org.repartee.runtime.Logits;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// A model without weights: its logits are a hash of the whole history of the sequence.
///
/// It reads that history back, token by token, through the block table it is given, from slots that
/// earlier steps wrote. A wrong block, a lost copy, a block written by two sequences or a position
/// computed twice therefore changes the tokens that follow.
public final class ScriptedModel implements ModelRuntime {

    static final int VOCABULARY = 97;
    private static final int GARBAGE = -7;

    private final int blockCount;
    private final int blockSize;
    private final int[] tokens;
    private final int[] positions;
    private final FloatBuffer logits;
    private int rows;
    private volatile Consumer<StepBatch> beforeStep = _ -> {};
    private volatile Runnable beforeCopy = () -> {};
    private volatile int copies;

    public ScriptedModel(int blockCount, int blockSize) {
        this.blockCount = blockCount;
        this.blockSize = blockSize;
        tokens = new int[blockCount * blockSize];
        positions = new int[blockCount * blockSize];
        Arrays.fill(tokens, GARBAGE);
        logits = FloatBuffer.allocate(256 * VOCABULARY);
    }

    /// What happens at the beginning of every step; it may wait, or throw.
    void beforeStep(Consumer<StepBatch> action) {
        beforeStep = action;
    }

    void beforeCopy(Runnable action) {
        beforeCopy = action;
    }

    int copies() {
        return copies;
    }

    @Override
    public ModelGeometry geometry() {
        return new ModelGeometry(
                "scripted",
                Device.CPU,
                List.of(LayerType.FULL_ATTENTION),
                8,
                1,
                1,
                8,
                VOCABULARY,
                128,
                1,
                1,
                4096,
                CacheType.FLOAT32,
                List.of(),
                List.of());
    }

    @Override
    public int blockCount() {
        return blockCount;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public void launch(StepBatch batch) {
        try {
            beforeStep.accept(batch);
        } catch (RuntimeException failure) {
            for (var i = 0; i < batch.tokens(); i++) {
                tokens[batch.slot(i)] = GARBAGE;
            }
            throw failure;
        }
        for (var row = 0; row < batch.sequences(); row++) {
            write(batch, row);
        }
        for (var row = 0; row < batch.sequences(); row++) {
            logits.put(row * VOCABULARY, logitsAfter(hash(batch, row)));
        }
        rows = batch.sequences();
    }

    @Override
    public Logits await() {
        return new Logits(logits, rows, VOCABULARY);
    }

    private void write(StepBatch batch, int row) {
        for (var i = batch.start(row); i < batch.start(row + 1); i++) {
            tokens[batch.slot(i)] = batch.tokenId(i);
            positions[batch.slot(i)] = batch.past(row) + i - batch.start(row);
        }
    }

    private long hash(StepBatch batch, int row) {
        var hash = 0L;
        for (var position = 0; position < batch.length(row); position++) {
            var slot = batch.block(row, position / blockSize) * blockSize + position % blockSize;
            hash = extend(hash, tokens[slot], positions[slot]);
        }
        return hash;
    }

    @Override
    public void copyBlock(int source, int target) {
        beforeCopy.run();
        System.arraycopy(tokens, source * blockSize, tokens, target * blockSize, blockSize);
        System.arraycopy(positions, source * blockSize, positions, target * blockSize, blockSize);
        copies++;
    }

    @Override
    public void close() {
        Arrays.fill(tokens, GARBAGE);
    }

    /// The logits that follow `history`, by definition.
    static float[] logitsAfter(int[] history, int length) {
        var hash = 0L;
        for (var position = 0; position < length; position++) {
            hash = extend(hash, history[position], position);
        }
        return logitsAfter(hash);
    }

    private static long extend(long hash, int token, int position) {
        var mixed = (hash ^ token * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29 ^ position;
    }

    /// Pseudo-random values within [-8, 8).
    private static float[] logitsAfter(long hash) {
        var row = new float[VOCABULARY];
        var state = hash;
        for (var id = 0; id < VOCABULARY; id++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            row[id] = (state >> 40) * 0x1p-20f;
        }
        return row;
    }
}
