package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.number;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.repartee.runtime.GraphContract;

/// The decoder around a device's own operators: embedding, norms, projections, router, output
/// projection.
final class DecoderGraph {

    private final GptOssConfig config;
    private final Checkpoint checkpoint;
    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final DecoderOperators operators;

    private DecoderGraph(Checkpoint checkpoint, GraphWriter graph, DecoderOperators operators) {
        config = checkpoint.config();
        this.checkpoint = checkpoint;
        weights = new CheckpointWeights(checkpoint.safetensors());
        this.graph = graph;
        this.operators = operators;
    }

    /// The graph for any CPU, in float32.
    static GraphWriter portable(Checkpoint checkpoint, Scores scores) {
        var graph = new GraphWriter("gpt-oss", PortableGraph.OPSET);
        declare(graph, checkpoint.config(), WeightType.FLOAT32, scores);
        new DecoderGraph(checkpoint, graph, new PortableGraph(checkpoint, graph)).write(scores);
        return graph;
    }

    /// The graph for CUDA, its activations in `type`.
    static GraphWriter paged(Checkpoint checkpoint, WeightType type) {
        var graph = new GraphWriter("gpt-oss", PagedGraph.OPSET);
        declare(graph, checkpoint.config(), type, Scores.CANDIDATES);
        new DecoderGraph(checkpoint, graph, new PagedGraph(checkpoint, graph, type))
                .write(Scores.CANDIDATES);
        return graph;
    }

    private static void declare(
            GraphWriter graph, GptOssConfig config, WeightType type, Scores scores) {
        graph.input(GraphContract.INPUT_IDS, DataType.INT64, "num_tokens");
        graph.input(GraphContract.CUMULATIVE_SEQUENCE_LENGTHS, DataType.INT32, "batch_size_plus_1");
        graph.input(GraphContract.PAST_SEQUENCE_LENGTHS, DataType.INT32, "batch_size");
        graph.input(GraphContract.BLOCK_TABLE, DataType.INT32, "batch_size", "max_blocks");
        graph.input(GraphContract.SLOT_MAPPING, DataType.INT32, "num_tokens");
        graph.input(GraphContract.ATTENTION_METADATA, DataType.INT32, 2);
        Object[] block = {"num_blocks", "block_size", config.kvHeads(), config.headSize()};
        graph.output(GraphContract.LOGITS, type.onnx(), "batch_size", config.vocabularySize());
        if (scores == Scores.CANDIDATES) {
            CandidateGraph.declare(graph, config.vocabularySize());
        }
        for (var layer = 0; layer < config.layers(); layer++) {
            graph.input(GraphContract.pastKey(layer), type.onnx(), block);
            graph.input(GraphContract.pastValue(layer), type.onnx(), block);
            graph.output(GraphContract.presentKey(layer), type.onnx(), block);
            graph.output(GraphContract.presentValue(layer), type.onnx(), block);
        }
    }

    private void write(Scores scores) {
        var embedding = weight("model.embed_tokens.weight");
        graph.scope("embedding");
        var residual = graph.node("Gather", List.of(embedding, GraphContract.INPUT_IDS));
        var normed =
                graph.node(
                        "SimplifiedLayerNormalization",
                        List.of(residual, weight("model.layers.0.input_layernorm.weight")),
                        integer("axis", -1),
                        integer("stash_type", 1),
                        epsilon());
        var stream = new Stream(normed, residual);
        for (var layer = 0; layer < config.layers(); layer++) {
            stream = layer(layer, stream);
        }
        graph.scope("head");
        head(stream.normed(), embedding);
        if (scores == Scores.CANDIDATES) {
            new CandidateGraph(graph, config.vocabularySize()).write(float32(GraphContract.LOGITS));
        }
    }

    /// The residual stream between two blocks, and its normed copy that the next block reads.
    private record Stream(String normed, String residual) {}

    private Stream layer(int layer, Stream in) {
        var last = layer == config.layers() - 1;
        graph.scope("layer." + layer + ".attention");
        var attended = operators.attention(layer, queryKeyValue(layer, in.normed()));
        var residual = in.residual();
        if (last) {
            // Nobody reads the other tokens' hidden states after the last attention.
            var indices = lastTokens();
            attended = graph.node("Gather", List.of(attended, indices));
            residual = graph.node("Gather", List.of(residual, indices));
        }
        var output = project(attended, layer, "self_attn.o_proj");
        var middle = addAndNorm(output, residual, layerName(layer, "post_attention_layernorm"));
        graph.scope("layer." + layer + ".experts");
        var router = project(middle.normed(), layer, "mlp.router");
        var mixed = operators.experts(layer, middle.normed(), router);
        var next = last ? "model.norm" : layerName(layer + 1, "input_layernorm");
        return addAndNorm(mixed, middle.residual(), next);
    }

    private String queryKeyValue(int layer, String hidden) {
        return gemm(
                hidden,
                stacked(layer, "self_attn.qkv_proj.weight", "weight"),
                stacked(layer, "self_attn.qkv_proj.bias", "bias"));
    }

    private String stacked(int layer, String name, String part) {
        var tensors =
                List.of("q", "k", "v").stream()
                        .map(one -> checkpoint.tensor(layer, "self_attn." + one + "_proj." + part))
                        .toList();
        return graph.weight(
                weights.stacked(layerName(layer, name), tensors, operators.activations()));
    }

    private String project(String hidden, int layer, String name) {
        var weight = layerName(layer, name + ".weight");
        var bias = layerName(layer, name + ".bias");
        return gemm(hidden, weight(weight), weight(bias));
    }

    /// `hidden * weightᵀ + bias`: checkpoints keep weights as `[outputs, inputs]`.
    private String gemm(String... inputs) {
        return graph.node("Gemm", List.of(inputs), integer("transB", 1));
    }

    private Stream addAndNorm(String block, String residual, String norm) {
        var name = graph.uniqueName("norm");
        var out = new Stream(name, name + ".residual");
        graph.nodes(
                "SkipSimplifiedLayerNormalization",
                name,
                List.of(block, residual, weight(norm + ".weight")),
                List.of(out.normed(), "", "", out.residual()),
                epsilon());
        return out;
    }

    private String lastTokens() {
        var ends =
                graph.node(
                        "Slice",
                        List.of(
                                GraphContract.CUMULATIVE_SEQUENCE_LENGTHS,
                                graph.vector(1),
                                graph.vector(Integer.MAX_VALUE)));
        return graph.node("Sub", List.of(ends, graph.scalar32(1)));
    }

    private void head(String hidden, String embedding) {
        var weight =
                config.tiedEmbeddings()
                        ? embedding
                        : graph.weight(
                                weights.converted(
                                        "lm_head.weight",
                                        checkpoint.head(),
                                        operators.activations()));
        graph.nodes(
                "Gemm",
                GraphContract.LOGITS,
                List.of(hidden, weight),
                List.of(GraphContract.LOGITS),
                integer("transB", 1));
    }

    private String float32(String value) {
        return operators.activations() == WeightType.FLOAT32
                ? value
                : graph.node("Cast", List.of(value), integer("to", DataType.FLOAT.getNumber()));
    }

    private String weight(String name) {
        return graph.weight(
                weights.converted(name, checkpoint.tensor(name), operators.activations()));
    }

    private AttributeProto epsilon() {
        return number("epsilon", config.rmsNormEps());
    }

    private static String layerName(int layer, String rest) {
        return "model.layers." + layer + "." + rest;
    }
}
