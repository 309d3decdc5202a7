package org.repartee.bench.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.LayerType;
import org.repartee.runtime.Logits;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// A model that notes its steps. After token `t` it always says `t + 1`.
final class NotingModel implements ModelRuntime {

    static final int VOCABULARY = 50;
    private static final int BLOCK_SIZE = 8;

    private final int blocks;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> copies = new ArrayList<>();
    private FloatBuffer logits = FloatBuffer.allocate(0);

    /// A row of a step.
    ///
    /// @param blocks its block table
    record Slice(int past, List<Integer> tokens, List<Integer> blocks) {}

    record Step(List<Slice> rows) {}

    NotingModel(int blocks) {
        this.blocks = blocks;
    }

    List<Step> steps() {
        return steps;
    }

    /// `from>to`, in order.
    List<String> copies() {
        return copies;
    }

    @Override
    public ModelGeometry geometry() {
        return new ModelGeometry(
                "noting",
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
                100_000,
                CacheType.FLOAT32,
                List.of(),
                List.of());
    }

    @Override
    public int blockCount() {
        return blocks;
    }

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public void launch(StepBatch batch) {
        steps.add(
                new Step(
                        IntStream.range(0, batch.sequences())
                                .mapToObj(row -> slice(batch, row))
                                .toList()));
    }

    private static Slice slice(StepBatch batch, int row) {
        return new Slice(
                batch.past(row),
                IntStream.range(batch.start(row), batch.start(row + 1))
                        .mapToObj(batch::tokenId)
                        .toList(),
                IntStream.range(0, batch.blockCount(row))
                        .mapToObj(i -> batch.block(row, i))
                        .toList());
    }

    @Override
    public Logits await() {
        var rows = steps.getLast().rows();
        logits = FloatBuffer.allocate(rows.size() * VOCABULARY);
        for (var i = 0; i < rows.size(); i++) {
            logits.put(i * VOCABULARY + (rows.get(i).tokens().getLast() + 1) % VOCABULARY, 1);
        }
        return new Logits(logits, rows.size(), VOCABULARY);
    }

    @Override
    public void copyBlock(int source, int target) {
        copies.add(source + ">" + target);
    }

    @Override
    public void close() {}
}
