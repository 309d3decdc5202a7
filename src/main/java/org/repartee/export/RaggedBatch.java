package org.repartee.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Map;

/// The batch's inputs in the portable graph, and the index tensors that every layer shares.
///
/// T new tokens of B sequences come packed; attention wants them as a grid of B rows and Q columns,
/// Q the longest row of this step.
///
/// @param rows int64 [1], B
/// @param columns int64 [1], Q
/// @param blockSize int64 [1]
/// @param past int64 [B]: tokens that the cache holds already
/// @param table int64 [B, M]: block tables
/// @param slots int64 [T, 2]: block and offset of each new token
/// @param positions int64 [T]: of each new token in its sequence
/// @param toGrid int64 [B · Q]: token at each place of the grid
/// @param gridPositions int64 [B, Q, 1]
/// @param fromGrid int64 [T]: place of each token in the grid
/// @param lastTokens int64 [B]
record RaggedBatch(
        String rows,
        String columns,
        String blockSize,
        String past,
        String table,
        String slots,
        String positions,
        String toGrid,
        String gridPositions,
        String fromGrid,
        String lastTokens) {

    static RaggedBatch of(Graph g, String firstCache) {
        var cumulative =
                int64(g, g.input("cumulative_sequence_lengths", DataType.INT32, "batch_plus_1"));
        var past = int64(g, g.input("past_sequence_lengths", DataType.INT32, "batch"));
        var table = int64(g, g.input("block_table", DataType.INT32, "batch", "max_blocks"));
        var slotMapping = int64(g, g.input("slot_mapping", DataType.INT32, "num_tokens"));
        var starts = g.op("Slice", cumulative, g.ints(0), g.ints(-1), g.ints(0));
        var ends = g.op("Slice", cumulative, g.ints(1), g.ints(Long.MAX_VALUE), g.ints(0));
        var longest = g.op("ReduceMax", Map.of("keepdims", 0), g.op("Sub", ends, starts));
        var rows = g.op("Shape", past);
        var columns = g.op("Unsqueeze", longest, g.ints(0));
        var tokens = g.op("Squeeze", g.op("Shape", slotMapping), g.ints(0));
        var blockSize = g.op("Shape", Map.of("start", 1, "end", 2), firstCache);

        var token = g.op("Range", g.scalar(0L), tokens, g.scalar(1L));
        var row = rowOf(g, token, ends);
        var column = g.op("Sub", token, g.op("Gather", starts, row));
        var positions = g.op("Add", g.op("Gather", past, row), column);
        var fromGrid = g.op("Add", g.op("Mul", row, longest), column);

        var gridColumn = g.op("Range", g.scalar(0L), longest, g.scalar(1L));
        var place = g.op("Add", g.op("Unsqueeze", starts, g.ints(1)), gridColumn);
        var last = g.op("Sub", tokens, g.scalar(1L));
        var toGrid = g.op("Reshape", g.op("Min", place, last), g.ints(-1));
        var gridPositions = g.op("Add", g.op("Unsqueeze", past, g.ints(1)), gridColumn);

        return new RaggedBatch(
                rows,
                columns,
                blockSize,
                past,
                table,
                slots(g, slotMapping, blockSize),
                positions,
                toGrid,
                g.op("Unsqueeze", gridPositions, g.ints(2)),
                fromGrid,
                g.op("Sub", ends, g.scalar(1L)));
    }

    private static String slots(Graph g, String slotMapping, String blockSize) {
        return g.op(
                "Concat",
                Map.of("axis", 1),
                g.op("Unsqueeze", g.op("Div", slotMapping, blockSize), g.ints(1)),
                g.op("Unsqueeze", g.op("Mod", slotMapping, blockSize), g.ints(1)));
    }

    /// A token's row: how many sequences end before it.
    private static String rowOf(Graph g, String token, String ends) {
        var ended = g.op("LessOrEqual", ends, g.op("Unsqueeze", token, g.ints(1)));
        return g.op("ReduceSum", Map.of("keepdims", 0), int64(g, ended), g.ints(1));
    }

    static String int64(Graph g, String value) {
        return g.op("Cast", Map.of("to", DataType.INT64.getNumber()), value);
    }
}
