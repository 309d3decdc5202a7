package org.repartee.runtime;

import java.nio.FloatBuffer;
import java.util.Objects;

/// Logits of one step: `[rows, vocabularySize]`, float32, row `i` for the last token of the batch's
/// sequence `i`.
///
/// A view of the runtime's memory: valid until its next forward pass.
public final class Logits implements StepResult {

    private final FloatBuffer values;
    private final int rows;
    private final int vocabularySize;

    /// @param values at least `rows * vocabularySize` floats from index 0
    public Logits(FloatBuffer values, int rows, int vocabularySize) {
        Objects.checkFromIndexSize(0, Math.multiplyExact(rows, vocabularySize), values.capacity());
        this.values = values;
        this.rows = rows;
        this.vocabularySize = vocabularySize;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public void copyRow(int row, float[] into) {
        values.get(offset(row), into, 0, vocabularySize);
    }

    @Override
    public int argmax(int row) {
        var offset = offset(row);
        var best = 0;
        var largest = values.get(offset);
        for (var id = 1; id < vocabularySize; id++) {
            var value = values.get(offset + id);
            if (value > largest) {
                largest = value;
                best = id;
            }
        }
        return best;
    }

    private int offset(int row) {
        return Objects.checkIndex(row, rows) * vocabularySize;
    }
}
