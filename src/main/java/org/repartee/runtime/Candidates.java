package org.repartee.runtime;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Objects;

/// The largest logits of each row, largest first, and how much there is beside them, so that a
/// vocabulary need not leave the device to be sampled from.
///
/// Exact: `exp(logit(row, i) / t - logSumExp(row))` is the probability of candidate `i` at the
/// row's temperature `t`, among all tokens.
public final class Candidates implements StepResult {

    private final int rows;
    private final int vocabularySize;
    private final int count;
    private final Memory memory;
    private final FullRow fullRow;

    /// Where the device leaves its answer; reused from step to step.
    ///
    /// @param ids int32 `[rows, count]`
    /// @param logits float32 `[rows, count]`, descending within a row
    /// @param logSumExp float32 `[rows]`: `log Σ exp(logit / t)` at each row's temperature `t`
    /// @param rawLogSumExp float32 `[rows]`: the same at temperature 1
    public record Memory(
            IntBuffer ids, FloatBuffer logits, FloatBuffer logSumExp, FloatBuffer rawLogSumExp) {}

    /// Fetches a whole row of logits from the device.
    @FunctionalInterface
    public interface FullRow {
        void copy(int row, float[] into);
    }

    /// @param count candidates of each row, at most `vocabularySize`
    public Candidates(int rows, int vocabularySize, int count, Memory memory, FullRow fullRow) {
        Objects.checkFromIndexSize(0, Math.multiplyExact(rows, count), memory.ids().capacity());
        this.rows = rows;
        this.vocabularySize = vocabularySize;
        this.count = count;
        this.memory = memory;
        this.fullRow = fullRow;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    /// Candidates of each row.
    public int count() {
        return count;
    }

    /// The token of candidate `i`, the largest being 0.
    public int id(int row, int i) {
        return memory.ids().get(offset(row) + i);
    }

    /// The raw logit of candidate `i`.
    public float logit(int row, int i) {
        return memory.logits().get(offset(row) + i);
    }

    /// `log Σ exp(logit / t)` over the whole vocabulary at the row's temperature `t`.
    public float logSumExp(int row) {
        return memory.logSumExp().get(Objects.checkIndex(row, rows));
    }

    /// `log Σ exp(logit)` over the whole vocabulary.
    public float rawLogSumExp(int row) {
        return memory.rawLogSumExp().get(Objects.checkIndex(row, rows));
    }

    @Override
    public int argmax(int row) {
        var largest = logit(row, 0);
        var best = id(row, 0);
        for (var i = 1; i < count && logit(row, i) == largest; i++) {
            best = Math.min(best, id(row, i));
        }
        return best;
    }

    @Override
    public void copyRow(int row, float[] into) {
        fullRow.copy(Objects.checkIndex(row, rows), into);
    }

    private int offset(int row) {
        return Objects.checkIndex(row, rows) * count;
    }
}
