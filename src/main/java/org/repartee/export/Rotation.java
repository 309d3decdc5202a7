package org.repartee.export;

import java.io.IOException;
import java.util.Map;

/// Rotary embedding of this step's tokens: cosines and sines, float32 [T, 1, headSize / 2].
record Rotation(String cosines, String sines) {

    static Rotation of(Graph g, PortableWeights weights, CheckpointConfig config, RaggedBatch batch)
            throws IOException {
        var angles = new RotationTable(config.rope(), config.maxPositions());
        return new Rotation(
                row(g, weights.table("rope.cosines", angles, Math::cos), batch),
                row(g, weights.table("rope.sines", angles, Math::sin), batch));
    }

    private static String row(Graph g, String table, RaggedBatch batch) {
        return g.op("Unsqueeze", g.op("Gather", table, batch.positions()), g.ints(1));
    }

    /// Rotates the halves of each head: float32 [T, heads, headSize].
    String rotate(Graph g, String value) {
        var halves = g.split("Split", 2, Map.of("axis", -1, "num_outputs", 2), value);
        var first = halves.getFirst();
        var second = halves.getLast();
        return g.op(
                "Concat",
                Map.of("axis", -1),
                g.op("Sub", g.op("Mul", first, cosines), g.op("Mul", second, sines)),
                g.op("Add", g.op("Mul", second, cosines), g.op("Mul", first, sines)));
    }
}
