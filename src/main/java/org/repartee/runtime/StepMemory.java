package org.repartee.runtime;

import java.lang.foreign.MemorySegment;
import org.repartee.runtime.cuda.Accelerator;

/// The memory through which a step's inputs go to the device and its results come back: one piece
/// for each direction, large enough for every shape, used by one step at a time.
final class StepMemory implements AutoCloseable {

    private static final int METADATA = 3;

    private final Accelerator accelerator;
    private final MemorySegment hostInputs;
    private final MemorySegment inputs;
    private final MemorySegment metadata;
    private final MemorySegment hostCandidates;
    private final MemorySegment candidates;
    private final MemorySegment hostLogits;
    private final MemorySegment logits;

    /// @param largest the shape that needs most
    StepMemory(Accelerator accelerator, GraphPorts ports, Sizes sizes) {
        this.accelerator = accelerator;
        hostInputs = accelerator.allocateHost(sizes.inputs());
        inputs = accelerator.allocate(sizes.inputs());
        metadata = accelerator.allocateHost((long) METADATA * Integer.BYTES);
        hostCandidates = accelerator.allocateHost(sizes.candidates());
        candidates = accelerator.allocate(sizes.candidates());
        logits = accelerator.allocate(sizes.rows() * sizes.rowBytes());
        // With candidates, single rows are fetched; without, all of them.
        var fetched = ports.candidates() > 0 ? 1 : sizes.rows();
        hostLogits = accelerator.allocateHost(fetched * sizes.rowBytes());
    }

    /// @param inputs bytes of a step's inputs
    /// @param candidates bytes of a step's candidates
    /// @param rows most rows of a step
    /// @param rowBytes bytes of a row of logits
    record Sizes(long inputs, long candidates, long rows, long rowBytes) {

        static Sizes of(StepShape largest, int blockSize, GraphPorts ports, int vocabularySize) {
            var rows = largest.rows();
            return new Sizes(
                    InputPorts.of(largest, blockSize).bytes(),
                    OutputPorts.of(rows, Math.max(1, ports.candidates())).bytes(),
                    rows,
                    (long) vocabularySize * ports.logits().bytes());
        }
    }

    MemorySegment hostInputs() {
        return hostInputs;
    }

    MemorySegment inputs() {
        return inputs;
    }

    /// int32 `[3]` in host memory.
    MemorySegment metadata() {
        return metadata;
    }

    MemorySegment hostCandidates() {
        return hostCandidates;
    }

    MemorySegment candidates() {
        return candidates;
    }

    MemorySegment logits() {
        return logits;
    }

    MemorySegment hostLogits() {
        return hostLogits;
    }

    @Override
    public void close() {
        accelerator.freeHost(hostInputs);
        accelerator.free(inputs);
        accelerator.freeHost(metadata);
        accelerator.freeHost(hostCandidates);
        accelerator.free(candidates);
        accelerator.free(logits);
        accelerator.freeHost(hostLogits);
    }
}
