package org.repartee.export;

import static org.repartee.export.Attributes.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.repartee.runtime.GraphContract;

/// Which cache blocks a layer reads, and which of their positions each query may see. The layers of
/// one type share it.
///
/// @param blocks int64 `[B, W]`: the blocks to gather
/// @param mask float32 `[B, 1, 1, Q, W * block size]`: 0 where a query sees a key, else -∞
record AttentionWindow(String blocks, String mask) {

    /// All of the sequence.
    static AttentionWindow full(GraphWriter graph, RaggedBatch batch) {
        graph.scope("window.full");
        var table = blockTable(graph);
        var positions =
                graph.node(
                        "Range",
                        List.of(
                                graph.scalar(0L),
                                graph.node("Mul", List.of(size(graph, table), batch.blockSize())),
                                graph.scalar(1L)));
        var keys = graph.node("Unsqueeze", List.of(positions, graph.vector(0, 1)));
        var seen = graph.node("LessOrEqual", List.of(keys, queries(graph, batch)));
        return new AttentionWindow(table, mask(graph, seen));
    }

    /// The last `width` positions: only the blocks that hold some of them.
    static AttentionWindow sliding(GraphWriter graph, RaggedBatch batch, int width) {
        graph.scope("window.sliding");
        var table = blockTable(graph);
        var available = size(graph, table);
        var columns = columns(graph, batch, available, width);
        var lastColumn = graph.node("Sub", List.of(available, graph.scalar(1L)));
        // Columns past the table hold no position that a query could see; any block does for them.
        var blocks =
                graph.node(
                        "GatherElements",
                        List.of(table, graph.node("Min", List.of(columns, lastColumn))),
                        integer("axis", 1));
        var keys = keyPositions(graph, batch, columns);
        var queries = queries(graph, batch);
        var past = graph.node("LessOrEqual", List.of(keys, queries));
        var reach = graph.node("Sub", List.of(queries, graph.scalar((long) width)));
        var near = graph.node("Greater", List.of(keys, reach));
        return new AttentionWindow(blocks, mask(graph, graph.node("And", List.of(past, near))));
    }

    /// Columns of the block table, `[B, W]`, from the block of the oldest position that the first
    /// query sees.
    private static String columns(
            GraphWriter graph, RaggedBatch batch, String available, int width) {
        var oldest = graph.node("Sub", List.of(batch.past(), graph.scalar(width - 1L)));
        var first =
                graph.node(
                        "Div",
                        List.of(
                                graph.node("Max", List.of(oldest, graph.scalar(0L))),
                                batch.blockSize()));
        // The queries of a row see width + Q - 1 positions in a row, wherever in a block they
        // begin.
        var span = graph.node("Add", List.of(batch.maxQueries(), graph.scalar(width - 2L)));
        var needed =
                graph.node(
                        "Add",
                        List.of(
                                graph.node("Div", List.of(span, batch.blockSize())),
                                graph.scalar(2L)));
        var count = graph.node("Min", List.of(needed, available));
        var offsets = graph.node("Range", List.of(graph.scalar(0L), count, graph.scalar(1L)));
        return graph.node(
                "Add", List.of(graph.node("Unsqueeze", List.of(first, graph.vector(1))), offsets));
    }

    /// `[B, 1, W * block size]`.
    private static String keyPositions(GraphWriter graph, RaggedBatch batch, String columns) {
        var starts = graph.node("Mul", List.of(columns, batch.blockSize()));
        var offsets =
                graph.node("Range", List.of(graph.scalar(0L), batch.blockSize(), graph.scalar(1L)));
        var positions =
                graph.node(
                        "Add",
                        List.of(
                                graph.node("Unsqueeze", List.of(starts, graph.vector(2))),
                                offsets));
        var flat = graph.node("Flatten", List.of(positions), integer("axis", 1));
        return graph.node("Unsqueeze", List.of(flat, graph.vector(1)));
    }

    private static String blockTable(GraphWriter graph) {
        return graph.node(
                "Cast",
                List.of(GraphContract.BLOCK_TABLE),
                integer("to", DataType.INT64.getNumber()));
    }

    /// The number of columns of the table, a scalar.
    private static String size(GraphWriter graph, String table) {
        var shape = graph.node("Shape", List.of(table));
        return graph.node("Gather", List.of(shape, graph.scalar(1L)));
    }

    /// `[B, Q, 1]`.
    private static String queries(GraphWriter graph, RaggedBatch batch) {
        return graph.node("Unsqueeze", List.of(batch.queryPositions(), graph.vector(2)));
    }

    private static String mask(GraphWriter graph, String seen) {
        var bias =
                graph.node(
                        "Where",
                        List.of(seen, graph.scalar(0f), graph.scalar(Float.NEGATIVE_INFINITY)));
        return graph.node("Unsqueeze", List.of(bias, graph.vector(1, 2)));
    }
}
