package org.repartee.export;

import static org.repartee.export.Attributes.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.repartee.runtime.GraphContract;

/// Indices that turn the batch's flat tokens into a rectangle of `B` rows and `Q` columns and back.
/// Computed once for all layers; all int64.
///
/// @param past `[B]`: cached tokens of each row
/// @param maxQueries scalar `Q`: columns of the rectangle
/// @param blockSize scalar: tokens of a cache block
/// @param queryPositions `[B, Q]`: the position of each query in its sequence
/// @param toRectangle `[B, Q]`: the token that lies there; rows repeat their last one
/// @param toFlat `[T]`: where in the rectangle, read row by row, each token lies
/// @param positions `[1, T]`: the position of each token in its sequence
/// @param slots `[T, 2]`: block and offset of each token's key and value
record RaggedBatch(
        String past,
        String maxQueries,
        String blockSize,
        String queryPositions,
        String toRectangle,
        String toFlat,
        String positions,
        String slots) {

    static RaggedBatch of(GraphWriter graph) {
        graph.scope("batch");
        return new Builder(graph).build();
    }

    private record Builder(GraphWriter graph) {

        RaggedBatch build() {
            var past = long64(GraphContract.PAST_SEQUENCE_LENGTHS);
            var cumulative = long64(GraphContract.CUMULATIVE_SEQUENCE_LENGTHS);
            var starts = node("Slice", cumulative, graph.vector(0), graph.vector(-1));
            var ends = node("Slice", cumulative, graph.vector(1), graph.vector(Integer.MAX_VALUE));
            var maxQueries =
                    node("Gather", long64(GraphContract.ATTENTION_METADATA), graph.scalar(0L));
            var columns = range(maxQueries);
            var queryPositions = node("Add", column(past), columns);
            var toRectangle =
                    node(
                            "Min",
                            node("Add", column(starts), columns),
                            node("Sub", column(ends), graph.scalar(1L)));
            var tokens = range(dimension(GraphContract.INPUT_IDS, 0));
            var row = rowOfToken(tokens, ends);
            var offset = node("Sub", tokens, node("Gather", starts, row));
            var toFlat = node("Add", node("Mul", row, maxQueries), offset);
            var positions = node("Add", node("Gather", past, row), offset);
            var blockSize = dimension(GraphContract.pastKey(0), 1);
            return new RaggedBatch(
                    past,
                    maxQueries,
                    blockSize,
                    queryPositions,
                    toRectangle,
                    toFlat,
                    node("Unsqueeze", positions, graph.vector(0)),
                    slots(blockSize));
        }

        /// A token's row is the number of rows that end before it or with the one before it.
        private String rowOfToken(String tokens, String ends) {
            var behind = node("GreaterOrEqual", column(tokens), ends);
            return graph.node(
                    "ReduceSum", List.of(long64(behind), graph.vector(1)), integer("keepdims", 0));
        }

        private String slots(String blockSize) {
            var slots = long64(GraphContract.SLOT_MAPPING);
            return graph.node(
                    "Concat",
                    List.of(
                            column(node("Div", slots, blockSize)),
                            column(node("Mod", slots, blockSize))),
                    integer("axis", 1));
        }

        private String node(String operator, String... inputs) {
            return graph.node(operator, List.of(inputs));
        }

        private String long64(String value) {
            return graph.node("Cast", List.of(value), integer("to", DataType.INT64.getNumber()));
        }

        private String range(String end) {
            return node("Range", graph.scalar(0L), end, graph.scalar(1L));
        }

        private String column(String vector) {
            return node("Unsqueeze", vector, graph.vector(1));
        }

        private String dimension(String value, long axis) {
            return node("Gather", node("Shape", value), graph.scalar(axis));
        }
    }
}
