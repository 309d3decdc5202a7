package org.repartee.runtime;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.repartee.runtime.cuda.BoundSession;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.IoBinding;

/// The inputs of one shape: a batch is written into host memory and padded.
///
/// Padding rows write into a block of their own that no sequence is ever given, and read from it.
final class StepInputs {

    private final StepShape shape;
    private final int columns;
    private final int blockSize;
    private final int paddingBlock;
    private final int[] paddingRow;
    private final InputPorts ports;
    private final MemorySegment metadata;
    private final LongBuffer inputIds;
    private final IntBuffer slotMapping;
    private final IntBuffer cumulativeLengths;
    private final IntBuffer pastLengths;
    private final IntBuffer blockTable;
    private final FloatBuffer temperature;
    private final IntBuffer bounds;

    StepInputs(StepShape shape, StepMemory memory, DeviceCache cache) {
        this.shape = shape;
        blockSize = cache.blockSize();
        columns = shape.columns(blockSize);
        paddingBlock = cache.paddingBlock();
        paddingRow = new int[columns];
        Arrays.fill(paddingRow, paddingBlock);
        ports = InputPorts.of(shape, blockSize);
        metadata = memory.metadata();
        var host = memory.hostInputs();
        inputIds = ports.inputIds().buffer(host).asLongBuffer();
        slotMapping = ports.slotMapping().buffer(host).asIntBuffer();
        cumulativeLengths = ports.cumulativeLengths().buffer(host).asIntBuffer();
        pastLengths = ports.pastLengths().buffer(host).asIntBuffer();
        blockTable = ports.blockTable().buffer(host).asIntBuffer();
        temperature = ports.temperature().buffer(host).asFloatBuffer();
        bounds = new Port("", ElementType.INT32, 0, new long[] {3}).buffer(metadata).asIntBuffer();
    }

    /// Bytes to copy to the device.
    long bytes() {
        return ports.bytes();
    }

    /// Binds what the graph wants.
    void bind(IoBinding binding, BoundSession session, StepMemory memory, GraphPorts wanted) {
        for (var port : ports.all()) {
            if (wanted.inputs().contains(port.name())) {
                binding.input(port.name(), tensor(port, session, memory));
            }
        }
        if (wanted.inputs().contains(GraphContract.BLOCK_TABLE_WINDOWED)) {
            binding.input(
                    GraphContract.BLOCK_TABLE_WINDOWED,
                    tensor(ports.blockTable(), session, memory));
        }
        if (wanted.metadata() > 0) {
            var bytes = (long) wanted.metadata() * Integer.BYTES;
            binding.input(
                    GraphContract.ATTENTION_METADATA,
                    session.onHost(
                            metadata.asSlice(0, bytes), ElementType.INT32, wanted.metadata()));
        }
    }

    private static org.repartee.runtime.cuda.Tensor tensor(
            Port port, BoundSession session, StepMemory memory) {
        return session.onDevice(port.in(memory.inputs()), port.type(), port.shape());
    }

    /// Writes all rows of `batch`; the rest becomes padding.
    void fill(StepBatch batch) {
        batch.copySlots(slotMapping);
        for (var i = 0; i < batch.tokens(); i++) {
            inputIds.put(i, batch.tokenId(i));
        }
        cumulativeLengths.put(0, 0);
        var longest = 0;
        var widest = 0;
        for (var row = 0; row < batch.sequences(); row++) {
            fillRow(batch, row);
            longest = Math.max(longest, batch.length(row));
            widest = Math.max(widest, batch.count(row));
        }
        var padding = pad(batch.sequences(), batch.tokens());
        bound(Math.max(widest, padding), Math.max(longest, padding), batch.sequences());
    }

    private void fillRow(StepBatch batch, int row) {
        if (batch.count(row) < 1) {
            throw new IllegalArgumentException("row %d of the step has no token".formatted(row));
        }
        cumulativeLengths.put(row + 1, batch.start(row + 1));
        pastLengths.put(row, batch.past(row));
        temperature.put(row, batch.temperature(row));
        var count = Math.min(batch.blockCount(row), columns);
        batch.copyBlocks(row, count, blockTable, row * columns);
        blockTable.put(row * columns + count, paddingRow, 0, columns - count);
    }

    /// Deals the missing tokens out to the missing rows; returns how many a row got at most.
    private int pad(int rows, int tokens) {
        var missing = shape.rows() - rows;
        var most = missing == 0 ? 0 : Math.ceilDiv(shape.tokens() - tokens, missing);
        var token = tokens;
        for (var row = rows; row < shape.rows(); row++) {
            var left = shape.rows() - row;
            var count = Math.ceilDiv(shape.tokens() - token, left);
            for (var i = 0; i < count; i++, token++) {
                inputIds.put(token, 0);
                slotMapping.put(token, paddingBlock * blockSize + i % blockSize);
            }
            cumulativeLengths.put(row + 1, token);
            pastLengths.put(row, 0);
            temperature.put(row, 1);
            blockTable.put(row * columns, paddingRow, 0, columns);
        }
        return most;
    }

    /// A step that decodes claims its shape's bounds, because it may be recorded; a step of nothing
    /// but padding does, because it stands for the largest of its shape.
    private void bound(int widest, int longest, int rows) {
        bounds.put(0, widest);
        bounds.put(1, shape.decodes() || rows == 0 ? shape.context() : longest);
        bounds.put(2, 0);
    }
}
