package org.repartee.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.BoundSession;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.IoBinding;

/// The results of one shape: candidates if the graph offers them, else all logits.
final class StepOutputs {

    private final StepShape shape;
    private final StepMemory memory;
    private final ElementType type;
    private final int vocabularySize;
    private final int count;
    private final OutputPorts ports;
    private final Candidates.Memory candidates;
    private FloatBuffer converted = FloatBuffer.allocate(0);

    StepOutputs(StepShape shape, StepMemory memory, GraphPorts graph, int vocabularySize) {
        this.shape = shape;
        this.memory = memory;
        this.vocabularySize = vocabularySize;
        type = graph.logits();
        count = graph.candidates();
        ports = OutputPorts.of(shape.rows(), Math.max(1, count));
        var host = memory.hostCandidates();
        candidates =
                new Candidates.Memory(
                        ports.ids().buffer(host).asIntBuffer(),
                        ports.logits().buffer(host).asFloatBuffer(),
                        ports.logSumExp().buffer(host).asFloatBuffer(),
                        ports.rawLogSumExp().buffer(host).asFloatBuffer());
    }

    void bind(IoBinding binding, BoundSession session) {
        if (count > 0) {
            for (var port : ports.all()) {
                binding.output(
                        port.name(),
                        session.onDevice(port.in(memory.candidates()), port.type(), port.shape()));
            }
        }
        binding.output(
                GraphContract.LOGITS,
                session.onDevice(rows(memory.logits()), type, shape.rows(), vocabularySize));
    }

    /// Queues the copy of the results to host memory.
    void download(Accelerator accelerator) {
        if (count > 0) {
            accelerator.download(
                    memory.candidates().asSlice(0, ports.bytes()),
                    memory.hostCandidates().asSlice(0, ports.bytes()));
        } else {
            accelerator.download(rows(memory.logits()), rows(memory.hostLogits()));
        }
    }

    /// The results of the first `rows` rows, once their copy is done.
    StepResult result(int rows, Candidates.FullRow fullRow) {
        return count > 0
                ? new Candidates(rows, vocabularySize, count, candidates, fullRow)
                : new Logits(logits(rows), rows, vocabularySize);
    }

    /// Fetches a row of logits and waits for it.
    void copyRow(Accelerator accelerator, int row, float[] into) {
        accelerator.download(
                memory.logits().asSlice(row * rowBytes(), rowBytes()),
                memory.hostLogits().asSlice(0, rowBytes()));
        accelerator.synchronize();
        var values = FloatBuffer.wrap(into, 0, vocabularySize);
        convert(memory.hostLogits(), values, vocabularySize);
    }

    private FloatBuffer logits(int rows) {
        if (type == ElementType.FLOAT32) {
            return rows(memory.hostLogits())
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        var floats = rows * vocabularySize;
        if (converted.capacity() < floats) {
            converted = FloatBuffer.allocate(floats);
        }
        convert(memory.hostLogits(), converted, floats);
        return converted;
    }

    private void convert(MemorySegment from, FloatBuffer to, int floats) {
        switch (type) {
            case FLOAT32 -> {
                for (var i = 0; i < floats; i++) {
                    to.put(i, from.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                }
            }
            case FLOAT16 -> {
                for (var i = 0; i < floats; i++) {
                    var bits = from.getAtIndex(ValueLayout.JAVA_SHORT, i);
                    to.put(i, Float.float16ToFloat(bits));
                }
            }
            case BFLOAT16 -> {
                for (var i = 0; i < floats; i++) {
                    var bits = from.getAtIndex(ValueLayout.JAVA_SHORT, i);
                    to.put(i, Float.intBitsToFloat(bits << Short.SIZE));
                }
            }
            case FLOAT8, INT8, INT32, INT64 ->
                    throw new IllegalStateException("no logits are " + type);
        }
    }

    private MemorySegment rows(MemorySegment memory) {
        return memory.asSlice(0, shape.rows() * rowBytes());
    }

    private long rowBytes() {
        return (long) vocabularySize * type.bytes();
    }
}
