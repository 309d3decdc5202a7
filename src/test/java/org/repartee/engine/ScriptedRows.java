package org.repartee.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.Logits;

/// The rows of a scripted step, as either kind of result.
final class ScriptedRows {

    /// So few that many a draw falls beyond them.
    static final int CANDIDATES = 16;

    private final List<float[]> logits = new ArrayList<>();
    private final List<Float> temperatures = new ArrayList<>();

    void clear() {
        logits.clear();
        temperatures.clear();
    }

    void add(float[] row, float temperature) {
        logits.add(row);
        temperatures.add(temperature);
    }

    Logits logits() {
        var all = FloatBuffer.allocate(logits.size() * ScriptedModel.VOCABULARY);
        logits.forEach(all::put);
        return new Logits(all, logits.size(), ScriptedModel.VOCABULARY);
    }

    Candidates candidates() {
        var count = logits.size();
        var memory =
                new Candidates.Memory(
                        IntBuffer.allocate(count * CANDIDATES),
                        FloatBuffer.allocate(count * CANDIDATES),
                        FloatBuffer.allocate(count),
                        FloatBuffer.allocate(count));
        for (var row = 0; row < count; row++) {
            fill(memory, row);
        }
        var rows = List.copyOf(logits);
        return new Candidates(
                count,
                ScriptedModel.VOCABULARY,
                CANDIDATES,
                memory,
                (row, into) -> System.arraycopy(rows.get(row), 0, into, 0, into.length));
    }

    private void fill(Candidates.Memory memory, int row) {
        var values = logits.get(row);
        var best =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(id -> -values[id]))
                        .limit(CANDIDATES)
                        .toList();
        for (var i = 0; i < CANDIDATES; i++) {
            memory.ids().put(row * CANDIDATES + i, best.get(i));
            memory.logits().put(row * CANDIDATES + i, values[best.get(i)]);
        }
        memory.logSumExp().put(row, logSumExp(values, temperatures.get(row)));
        memory.rawLogSumExp().put(row, logSumExp(values, 1));
    }

    private static float logSumExp(float[] values, float temperature) {
        var largest = Float.NEGATIVE_INFINITY;
        for (var value : values) {
            largest = Math.max(largest, value);
        }
        var sum = 0.0;
        for (var value : values) {
            sum += Math.exp((value - largest) / temperature);
        }
        return (float) (largest / temperature + Math.log(sum));
    }
}
