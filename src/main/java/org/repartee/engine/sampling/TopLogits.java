package org.repartee.engine.sampling;

/// The few largest of many logits, largest first; the lowest id first among equals.
final class TopLogits {

    private final int[] ids = new int[20];
    private final float[] values = new float[20];
    private int size;

    /// @param count at most 20
    void select(float[] logits, int count) {
        size = 0;
        for (var id = 0; id < logits.length && count > 0; id++) {
            if (size < count) {
                insert(size++, id, logits[id]);
            } else if (logits[id] > values[size - 1]) {
                insert(size - 1, id, logits[id]);
            }
        }
    }

    int size() {
        return size;
    }

    int id(int i) {
        return ids[i];
    }

    private void insert(int free, int id, float value) {
        var i = free;
        for (; i > 0 && value > values[i - 1]; i--) {
            ids[i] = ids[i - 1];
            values[i] = values[i - 1];
        }
        ids[i] = id;
        values[i] = value;
    }
}
