package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.number;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.repartee.runtime.GraphContract;

/// The decoder around a device's own operators: embedding, norms, projections, router, output
/// projection.
final class DecoderGraph {

    private final GptOssConfig config;
    private final TensorSource source;
    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final DecoderOperators operators;
    private final Projections projections;
    private final Optional<ExpertBlockGraph> block;

    /// @param block whether a layer's experts are one node of our own operator
    private DecoderGraph(
            TensorSource source,
            GraphWriter graph,
            DecoderOperators operators,
            ProjectionFormat format,
            boolean block) {
        config = source.config();
        this.source = source;
        weights = new CheckpointWeights(source);
        this.graph = graph;
        this.operators = operators;
        var type = operators.activations();
        projections = new Projections(source, graph, type, format);
        this.block =
                block ? Optional.of(new ExpertBlockGraph(source, graph, type)) : Optional.empty();
    }

    /// The graph for any CPU, in float32.
    static GraphWriter portable(TensorSource source, PortableOptions options) {
        var graph = new GraphWriter("gpt-oss", PortableGraph.OPSET);
        var operators = new PortableGraph(source, graph);
        var exact = ProjectionFormat.exact();
        new DecoderGraph(source, graph, operators, exact, options.expertBlock())
                .write(options.scores());
        return graph;
    }

    /// The graph for CUDA.
    static GraphWriter paged(
            TensorSource source, Precision precision, KvCacheFormat cache, KvRanges ranges) {
        var graph = new GraphWriter("gpt-oss", PagedGraph.OPSET);
        var options =
                new PagedGraph.Options(
                        precision.activations().type(), precision.experts(), cache, ranges);
        var operators = new PagedGraph(source, graph, options);
        var block = precision.experts() == ExpertFormat.MXFP4;
        new DecoderGraph(source, graph, operators, precision.projections(), block)
                .write(Scores.CANDIDATES);
        return graph;
    }

    private void declare(Scores scores) {
        graph.input(GraphContract.INPUT_IDS, DataType.INT64, "num_tokens");
        graph.input(GraphContract.CUMULATIVE_SEQUENCE_LENGTHS, DataType.INT32, "batch_size_plus_1");
        graph.input(GraphContract.PAST_SEQUENCE_LENGTHS, DataType.INT32, "batch_size");
        graph.input(GraphContract.BLOCK_TABLE, DataType.INT32, "batch_size", "max_blocks");
        graph.input(GraphContract.SLOT_MAPPING, DataType.INT32, "num_tokens");
        graph.input(GraphContract.ATTENTION_METADATA, DataType.INT32, 2);
        graph.output(
                GraphContract.LOGITS,
                operators.activations().onnx(),
                "batch_size",
                config.vocabularySize());
        if (scores == Scores.CANDIDATES) {
            CandidateGraph.declare(graph, config.vocabularySize());
        }
        Object[] block = {"num_blocks", "block_size", config.kvHeads(), config.headSize()};
        for (var layer = 0; layer < config.layers(); layer++) {
            graph.input(GraphContract.pastKey(layer), operators.cacheType(), block);
            graph.input(GraphContract.pastValue(layer), operators.cacheType(), block);
            graph.output(GraphContract.presentKey(layer), operators.cacheType(), block);
            graph.output(GraphContract.presentValue(layer), operators.cacheType(), block);
        }
    }

    private void write(Scores scores) {
        declare(scores);
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
        var stream = new Stream(normed, block.isPresent() ? float32(residual) : residual);
        for (var layer = 0; layer < config.layers(); layer++) {
            stream = layer(layer, stream);
        }
        graph.scope("head");
        head(stream.normed(), embedding);
        if (scores == Scores.CANDIDATES) {
            new CandidateGraph(graph, config.vocabularySize()).write(float32(GraphContract.LOGITS));
        }
    }

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
        var output = projections.project(attended, linear(layer, "self_attn.o_proj", List.of()));
        var next = last ? "model.norm" : layerName(layer + 1, "input_layernorm");
        if (block.isPresent()) {
            graph.scope("layer." + layer);
            return block.get().write(layer, output, residual, next + ".weight");
        }
        return experts(layer, new Stream(output, residual), next);
    }

    /// Attention's output and the residual through the experts, by operators of ONNX Runtime's.
    private Stream experts(int layer, Stream in, String next) {
        var middle =
                addAndNorm(
                        List.of(in.normed(), in.residual()),
                        layerName(layer, "post_attention_layernorm"),
                        // Added here instead of by a kernel of its own.
                        List.of(weight(layerName(layer, "self_attn.o_proj.bias"))));
        graph.scope("layer." + layer + ".experts");
        var router = projections.exact(middle.normed(), router(layer));
        var mixed = operators.experts(layer, middle.normed(), router);
        return addAndNorm(List.of(mixed, middle.residual()), next, List.of());
    }

    private String queryKeyValue(int layer, String hidden) {
        var linear =
                new Projections.Linear(
                        layerName(layer, "self_attn.qkv_proj.weight"),
                        parts(layer, "weight"),
                        parts(layer, "bias"));
        return projections.project(hidden, linear);
    }

    private List<TensorSpec> parts(int layer, String part) {
        return List.of("q", "k", "v").stream()
                .map(one -> source.tensor(layer, "self_attn." + one + "_proj." + part))
                .toList();
    }

    private Projections.Linear router(int layer) {
        return linear(layer, "mlp.router", List.of(source.tensor(layer, "mlp.router.bias")));
    }

    private Projections.Linear linear(int layer, String name, List<TensorSpec> biases) {
        var weight = name + ".weight";
        return new Projections.Linear(
                layerName(layer, weight), List.of(source.tensor(layer, weight)), biases);
    }

    /// @param block a block's output and the residual stream
    /// @param bias what else is added, if anything
    private Stream addAndNorm(List<String> block, String norm, List<String> bias) {
        var name = graph.uniqueName("norm");
        var out = new Stream(name, name + ".residual");
        var inputs = new ArrayList<>(block);
        inputs.add(weight(norm + ".weight"));
        inputs.addAll(bias);
        graph.nodes(
                "SkipSimplifiedLayerNormalization",
                name,
                inputs,
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
        if (config.tiedEmbeddings() && projections.areExact()) {
            projections.multiply(hidden, embedding, GraphContract.LOGITS);
        } else {
            var head =
                    new Projections.Linear(
                            "lm_head.weight", List.of(source.layout().head()), List.of());
            projections.project(hidden, head, GraphContract.LOGITS);
        }
    }

    private String float32(String value) {
        return operators.activations() == WeightType.FLOAT32
                ? value
                : graph.node("Cast", List.of(value), integer("to", DataType.FLOAT.getNumber()));
    }

    private String weight(String name) {
        return graph.weight(weights.converted(name, source.tensor(name), operators.activations()));
    }

    private AttributeProto epsilon() {
        return number("epsilon", config.rmsNormEps());
    }

    private static String layerName(int layer, String rest) {
        return "model.layers." + layer + "." + rest;
    }
}
