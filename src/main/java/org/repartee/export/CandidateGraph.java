package org.repartee.export;

import static org.repartee.export.Attributes.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.repartee.runtime.GraphContract;

/// What sampling needs of a row of logits, found where they lie: the largest of them and how much
/// they all are together.
///
/// A long row is cut into chunks. Each of the largest `n` logits lies in one of the `n` chunks with
/// the largest maxima, so only those are searched: exact, and far less work than sorting a row.
///
/// Only operators and shapes that a CUDA graph can replay for any number of rows: every shape is
/// constant but for the rows.
final class CandidateGraph {

    /// The most candidates of a row.
    static final int COUNT = 64;

    private static final int CHUNK = 128;
    private static final String IDS = "candidates.ids";

    private final GraphWriter graph;
    private final int vocabulary;
    private final int chunks;

    CandidateGraph(GraphWriter graph, int vocabulary) {
        this.graph = graph;
        this.vocabulary = vocabulary;
        chunks = Math.ceilDiv(vocabulary, CHUNK);
    }

    /// Declares the inputs and outputs that go with candidates.
    static void declare(GraphWriter graph, int vocabulary) {
        graph.input(GraphContract.TEMPERATURE, DataType.FLOAT, "batch_size");
        var count = Math.min(COUNT, vocabulary);
        graph.output(GraphContract.CANDIDATE_IDS, DataType.INT32, "batch_size", count);
        graph.output(GraphContract.CANDIDATE_LOGITS, DataType.FLOAT, "batch_size", count);
        graph.output(GraphContract.LOG_SUM_EXP, DataType.FLOAT, "batch_size");
        graph.output(GraphContract.RAW_LOG_SUM_EXP, DataType.FLOAT, "batch_size");
    }

    /// @param logits float32 `[B, vocabulary]`
    void write(String logits) {
        graph.scope("candidates");
        if (chunks <= COUNT) {
            selectDirectly(logits);
            outputSums(logSumExp(atBothTemperatures(logits)));
        } else {
            var padded = padded(logits);
            selectFromChunks(padded);
            var scaled = atBothTemperatures(padded);
            var rows = node("Reshape", scaled, graph.vector(-1, 2, chunks, CHUNK));
            outputSums(logSumExp(logSumExp(rows)));
        }
    }

    /// Fills the last chunk with logits that no token has.
    private String padded(String logits) {
        var missing = (long) chunks * CHUNK - vocabulary;
        return missing == 0
                ? logits
                : node(
                        "Pad",
                        logits,
                        graph.vector(0, 0, 0, missing),
                        graph.scalar(Float.NEGATIVE_INFINITY));
    }

    private void selectDirectly(String logits) {
        var places = topK(logits, Math.min(COUNT, vocabulary), GraphContract.CANDIDATE_LOGITS);
        graph.nodes(
                "Cast",
                GraphContract.CANDIDATE_IDS,
                List.of(places),
                List.of(GraphContract.CANDIDATE_IDS),
                integer("to", DataType.INT32.getNumber()));
    }

    private void selectFromChunks(String logits) {
        var rows = node("Reshape", logits, graph.vector(-1, chunks, CHUNK));
        var maxima =
                graph.node("ReduceMax", List.of(rows, graph.vector(2)), integer("keepdims", 0));
        var best = topK(maxima, COUNT, graph.uniqueName("maxima"));
        var ids =
                node(
                        "Reshape",
                        node("Gather", graph.weight(ids()), best),
                        graph.vector(-1, (long) COUNT * CHUNK));
        var searched = graph.node("GatherElements", List.of(logits, ids), integer("axis", 1));
        var places = topK(searched, COUNT, GraphContract.CANDIDATE_LOGITS);
        graph.nodes(
                "GatherElements",
                GraphContract.CANDIDATE_IDS,
                List.of(ids, places),
                List.of(GraphContract.CANDIDATE_IDS),
                integer("axis", 1));
    }

    /// The places of the largest values of each row, largest first; the values get the name
    /// `values`.
    private String topK(String rows, int count, String values) {
        var name = graph.uniqueName("TopK");
        graph.nodes("TopK", name, List.of(rows, graph.vector(count)), List.of(values, name));
        return name;
    }

    /// Every token's id, chunk by chunk, int32 `[chunks, chunk]`.
    private Weight ids() {
        var shape = List.of((long) chunks, (long) CHUNK);
        return new Weight(IDS, WeightType.INT32, shape, this::writeIds);
    }

    private void writeIds(Weight.Sink sink) throws IOException {
        var bytes = ByteBuffer.allocate(chunks * CHUNK * Integer.BYTES);
        var ints = bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        for (var id = 0; id < chunks * CHUNK; id++) {
            ints.put(id);
        }
        sink.write(bytes);
    }

    /// `[B, 2, vocabulary]`: the logits divided by the row's temperature, and by 1.
    private String atBothTemperatures(String logits) {
        graph.scope("log_sum_exp");
        var column = node("Reshape", GraphContract.TEMPERATURE, graph.vector(-1, 1));
        var pair = node("Pad", column, graph.vector(0, 0, 0, 1), graph.scalar(1f));
        var temperatures = node("Reshape", pair, graph.vector(-1, 2, 1));
        return node("Div", node("Unsqueeze", logits, graph.vector(1)), temperatures);
    }

    /// `log Σ exp` over the last axis: what any value loses when `LogSoftmax`, which is one kernel
    /// and never overflows, normalises it.
    private String logSumExp(String values) {
        return node("Sub", first(values), first(node("LogSoftmax", values)));
    }

    private String first(String values) {
        return graph.node("Gather", List.of(values, graph.scalar(0L)), integer("axis", -1));
    }

    private void outputSums(String pair) {
        output(pair, 0, GraphContract.LOG_SUM_EXP);
        output(pair, 1, GraphContract.RAW_LOG_SUM_EXP);
    }

    private void output(String pair, long index, String name) {
        graph.nodes(
                "Gather",
                name,
                List.of(pair, graph.scalar(index)),
                List.of(name),
                integer("axis", 1));
    }

    private String node(String operator, String... inputs) {
        return graph.node(operator, List.of(inputs));
    }
}
