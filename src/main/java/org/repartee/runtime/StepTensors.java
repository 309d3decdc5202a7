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

/// The inputs of one run of the graph, for one shape: direct memory that is filled anew for each
/// run.
final class StepTensors implements AutoCloseable {

    /// What the memory's size depends on.
    ///
    /// @param tokens new tokens
    /// @param sequences rows
    /// @param blocks columns of the block table
    record Shape(int tokens, int sequences, int blocks) {}

    private final Shape shape;
    private final LongBuffer inputIds;
    private final IntBuffer slotMapping;
    private final IntBuffer cumulativeLengths;
    private final IntBuffer pastLengths;
    private final IntBuffer blockTable;
    private final IntBuffer metadata;
    private final Map<String, OnnxTensor> owned = new HashMap<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();

    StepTensors(OrtEnvironment environment, Shape shape, Map<String, OnnxTensor> cache)
            throws OrtException {
        this.shape = shape;
        inputIds = direct(shape.tokens() * Long.BYTES).asLongBuffer();
        slotMapping = ints(shape.tokens());
        cumulativeLengths = ints(shape.sequences() + 1);
        pastLengths = ints(shape.sequences());
        blockTable = ints(shape.sequences() * shape.blocks());
        metadata = ints(2);
        owned.put(
                GraphContract.INPUT_IDS,
                OnnxTensor.createTensor(environment, inputIds, new long[] {shape.tokens()}));
        add(environment, GraphContract.SLOT_MAPPING, slotMapping, shape.tokens());
        add(
                environment,
                GraphContract.CUMULATIVE_SEQUENCE_LENGTHS,
                cumulativeLengths,
                shape.sequences() + 1L);
        add(environment, GraphContract.PAST_SEQUENCE_LENGTHS, pastLengths, shape.sequences());
        add(environment, GraphContract.BLOCK_TABLE, blockTable, shape.sequences(), shape.blocks());
        add(environment, GraphContract.ATTENTION_METADATA, metadata, 2);
        inputs.putAll(owned);
        inputs.putAll(cache);
    }

    /// Copies rows `from … from + sequences - 1` of `batch`.
    void fill(StepBatch batch, int from) {
        var firstToken = batch.start(from);
        for (var i = 0; i < shape.tokens(); i++) {
            inputIds.put(i, batch.tokenId(firstToken + i));
            slotMapping.put(i, batch.slot(firstToken + i));
        }
        var maxCount = 0;
        var maxLength = 0;
        for (var i = 0; i < shape.sequences(); i++) {
            var row = from + i;
            pastLengths.put(i, batch.past(row));
            cumulativeLengths.put(i + 1, batch.start(row + 1) - firstToken);
            fillBlocks(batch, row, i * shape.blocks());
            maxCount = Math.max(maxCount, batch.count(row));
            maxLength = Math.max(maxLength, batch.length(row));
        }
        metadata.put(0, maxCount).put(1, maxLength);
    }

    /// The step's inputs and the cache, by name.
    Map<String, OnnxTensor> inputs() {
        return inputs;
    }

    @Override
    public void close() {
        owned.values().forEach(OnnxTensor::close);
    }

    /// Columns behind the row's own blocks are masked; block 0 exists always.
    private void fillBlocks(StepBatch batch, int row, int at) {
        var count = Math.min(batch.blockCount(row), shape.blocks());
        for (var i = 0; i < shape.blocks(); i++) {
            blockTable.put(at + i, i < count ? batch.block(row, i) : 0);
        }
    }

    private void add(OrtEnvironment environment, String name, IntBuffer buffer, long... dimensions)
            throws OrtException {
        owned.put(name, OnnxTensor.createTensor(environment, buffer, dimensions));
    }

    private static IntBuffer ints(int count) {
        return direct(count * Integer.BYTES).asIntBuffer();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
