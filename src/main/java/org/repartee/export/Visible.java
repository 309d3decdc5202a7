package org.repartee.export;

import java.util.Map;

/// Which blocks a kind of layer reads, and which of their keys each query sees.
///
/// @param table int64 [B, N]: blocks to read
/// @param keys int64 [1], N · block size
/// @param mask float32 [B, 1, 1, Q, N · block size]: 0 where a key is seen, -infinity elsewhere
record Visible(String table, String keys, String mask) {

    /// All keys up to the query's own position.
    static Visible full(Graph g, RaggedBatch batch) {
        var blocks = g.op("Shape", Map.of("start", 1, "end", 2), batch.table());
        var keys = g.op("Mul", blocks, batch.blockSize());
        var position = g.op("Unsqueeze", range(g, keys), g.ints(0, 1));
        var seen = g.op("LessOrEqual", position, batch.gridPositions());
        return new Visible(batch.table(), keys, mask(g, seen));
    }

    /// The last `window` keys, the query's own included; only the blocks that can hold them are
    /// read.
    static Visible sliding(Graph g, RaggedBatch batch, int window) {
        var earliest = g.op("Max", g.op("Sub", batch.past(), g.scalar(window - 1L)), g.scalar(0L));
        var first = g.op("Unsqueeze", g.op("Div", earliest, batch.blockSize()), g.ints(1));
        var blocks = g.op("Shape", Map.of("start", 1, "end", 2), batch.table());
        var reach = g.op("Add", batch.columns(), g.ints(window - 1L));
        var wanted = g.op("Add", g.op("Div", reach, batch.blockSize()), g.ints(2));
        var count = g.op("Min", wanted, blocks);
        var block = g.op("Add", first, g.op("Unsqueeze", range(g, count), g.ints(0)));
        var table =
                g.op(
                        "GatherElements",
                        Map.of("axis", 1),
                        batch.table(),
                        g.op("Min", block, g.op("Sub", blocks, g.ints(1))));

        var keys = g.op("Mul", count, batch.blockSize());
        var start = g.op("Mul", first, batch.blockSize());
        var position = g.op("Unsqueeze", g.op("Add", start, range(g, keys)), g.ints(1));
        var seen =
                g.op(
                        "And",
                        g.op("LessOrEqual", position, batch.gridPositions()),
                        g.op(
                                "Greater",
                                position,
                                g.op("Sub", batch.gridPositions(), g.scalar((long) window))));
        return new Visible(table, keys, mask(g, seen));
    }

    private static String range(Graph g, String count) {
        return g.op("Range", g.scalar(0L), g.op("Squeeze", count, g.ints(0)), g.scalar(1L));
    }

    private static String mask(Graph g, String seen) {
        var mask = g.op("Where", seen, g.scalar(0f), g.scalar(Float.NEGATIVE_INFINITY));
        return g.op("Unsqueeze", mask, g.ints(1, 2));
    }
}
