package org.repartee.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Some rows of a [StepBatch] as the graph's inputs, in direct buffers that are reused from run to
/// run.
final class CpuStep {

    private final OrtEnvironment environment;
    private final Set<String> wanted;
    private StepBatch batch = new StepBatch(1, 1, 1, 1);
    private int[] rows = {};
    private int rowCount;
    private IntBuffer ints = IntBuffer.allocate(0);
    private LongBuffer longs = LongBuffer.allocate(0);

    /// @param wanted the graph's input names; only these are made
    CpuStep(OrtEnvironment environment, Set<String> wanted) {
        this.environment = environment;
        this.wanted = Set.copyOf(wanted);
    }

    void begin(StepBatch next) {
        batch = next;
        if (rows.length < next.sequences()) {
            rows = new int[next.sequences()];
        }
        clear();
    }

    void clear() {
        rowCount = 0;
    }

    void add(int row) {
        rows[rowCount++] = row;
    }

    boolean isEmpty() {
        return rowCount == 0;
    }

    int rows() {
        return rowCount;
    }

    /// The batch's row behind this run's row `index`.
    int row(int index) {
        return rows[index];
    }

    /// The tensors of the rows added so far; to be closed after the run.
    CpuModel.Inputs inputs() throws OrtException {
        var tokens = 0;
        var blocks = 1;
        var longestQuery = 0;
        var longest = 0;
        for (var i = 0; i < rowCount; i++) {
            var row = rows[i];
            tokens += batch.count(row);
            longestQuery = Math.max(longestQuery, batch.count(row));
            longest = Math.max(longest, batch.length(row));
            blocks = Math.max(blocks, Math.ceilDiv(batch.length(row), batch.blockSize()));
        }
        reserve(tokens, blocks);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        put(tensors, "input_ids", tokenIds(), tokens);
        put(tensors, "cumulative_sequence_lengths", cumulativeLengths(), rowCount + 1);
        put(tensors, "past_sequence_lengths", pastLengths(), rowCount);
        put(tensors, "block_table", blockTable(blocks), rowCount, blocks);
        put(tensors, "slot_mapping", slots(), tokens);
        put(tensors, "attention_metadata", metadata(longestQuery, longest), 2);
        return new CpuModel.Inputs(tensors);
    }

    private void reserve(int tokens, int blocks) {
        var needed = tokens + rowCount * (blocks + 2) + 3;
        if (ints.capacity() < needed) {
            ints = direct(2 * needed * Integer.BYTES).asIntBuffer();
        }
        if (longs.capacity() < tokens) {
            longs = direct(2 * tokens * Long.BYTES).asLongBuffer();
        }
        ints.clear();
        longs.clear();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private void put(Map<String, OnnxTensor> into, String name, LongBuffer values, long... shape)
            throws OrtException {
        if (wanted.contains(name)) {
            into.put(name, OnnxTensor.createTensor(environment, values, shape));
        }
    }

    private void put(Map<String, OnnxTensor> into, String name, IntBuffer values, long... shape)
            throws OrtException {
        if (wanted.contains(name)) {
            into.put(name, OnnxTensor.createTensor(environment, values, shape));
        }
    }

    private LongBuffer tokenIds() {
        for (var i = 0; i < rowCount; i++) {
            for (var at = batch.start(rows[i]); at < batch.start(rows[i] + 1); at++) {
                longs.put(batch.tokenId(at));
            }
        }
        return longs.flip();
    }

    private IntBuffer cumulativeLengths() {
        var from = ints.position();
        var total = 0;
        ints.put(total);
        for (var i = 0; i < rowCount; i++) {
            total += batch.count(rows[i]);
            ints.put(total);
        }
        return since(from);
    }

    private IntBuffer pastLengths() {
        var from = ints.position();
        for (var i = 0; i < rowCount; i++) {
            ints.put(batch.past(rows[i]));
        }
        return since(from);
    }

    private IntBuffer blockTable(int blocks) {
        var from = ints.position();
        for (var i = 0; i < rowCount; i++) {
            var row = rows[i];
            for (var index = 0; index < blocks; index++) {
                ints.put(index < batch.blockCount(row) ? batch.block(row, index) : 0);
            }
        }
        return since(from);
    }

    private IntBuffer slots() {
        var from = ints.position();
        for (var i = 0; i < rowCount; i++) {
            for (var at = batch.start(rows[i]); at < batch.start(rows[i] + 1); at++) {
                ints.put(batch.slot(at));
            }
        }
        return since(from);
    }

    private IntBuffer metadata(int longestQuery, int longest) {
        var from = ints.position();
        ints.put(longestQuery).put(longest);
        return since(from);
    }

    private IntBuffer since(int from) {
        return ints.slice(from, ints.position() - from);
    }
}
