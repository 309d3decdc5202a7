package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.integers;
import static org.repartee.export.Attributes.number;
import static org.repartee.export.Attributes.text;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.repartee.runtime.GraphContract;
import org.repartee.runtime.LayerType;

/// The decoder for any CPU: paged attention spelled in standard operators, experts by ONNX
/// Runtime's float `MoE`.
///
/// `QMoE` with 8-bit weights is as close to the reference where its kernel computes in float32, and
/// takes a quarter of the experts' memory; but it took 0.6 ms instead of 0.4 for a token of the
/// demo model, and kernels for other processors may round activations.
///
/// The ragged batch becomes a rectangle `[B, Q]` for attention; whoever runs the graph keeps the
/// padding small by not mixing long and short rows. Keys and values are gathered by block table.
final class PortableGraph implements DecoderOperators {

    /// The first with `RotaryEmbedding`.
    static final int OPSET = 23;

    private final GptOssConfig config;
    private final TensorSource source;
    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final RaggedBatch batch;
    private final AttentionWindow full;
    private final AttentionWindow sliding;
    private final String cosines;
    private final String sines;

    PortableGraph(TensorSource source, GraphWriter graph) {
        config = source.config();
        this.source = source;
        weights = new CheckpointWeights(source);
        this.graph = graph;
        batch = RaggedBatch.of(graph);
        full = AttentionWindow.full(graph, batch);
        sliding = AttentionWindow.sliding(graph, batch, config.slidingWindow());
        var cache =
                new RotaryCache(
                        config.rope(),
                        config.maxPositions(),
                        config.headSize(),
                        WeightType.FLOAT32);
        cosines = graph.weight(cache.cosines());
        sines = graph.weight(cache.sines());
    }

    @Override
    public WeightType activations() {
        return WeightType.FLOAT32;
    }

    @Override
    public DataType cacheType() {
        return WeightType.FLOAT32.onnx();
    }

    @Override
    public String attention(int layer, String projected) {
        var headSize = config.headSize();
        var split = split(projected, config.heads() + config.kvHeads(), config.kvHeads(), 1);
        var rotated = rotate(split.first());
        var turned = split(rotated, config.heads(), config.kvHeads(), 2);
        var window = config.layerTypes().get(layer) == LayerType.FULL_ATTENTION ? full : sliding;
        var keys =
                cached(
                        turned.second(),
                        GraphContract.pastKey(layer),
                        GraphContract.presentKey(layer));
        var values =
                cached(
                        split.second(),
                        GraphContract.pastValue(layer),
                        GraphContract.presentValue(layer));
        var scores =
                node(
                        "MatMul",
                        queries(turned.first()),
                        transposed(gathered(keys, window), 0, 2, 3, 1));
        var probabilities = probabilities(layer, scores, window);
        var mixed = node("MatMul", probabilities, transposed(gathered(values, window), 0, 2, 1, 3));
        var rows = reshaped(mixed, 0, config.kvHeads(), groupSize(), -1, headSize);
        var byToken = transposed(rows, 0, 3, 1, 2, 4);
        var flat = reshaped(byToken, -1, (long) config.heads() * headSize);
        return node("Gather", flat, batch.toFlat());
    }

    @Override
    public String experts(int layer, String hidden, String router) {
        var name = "model.layers." + layer + ".mlp.experts.";
        return graph.node(
                "MoE",
                List.of(
                        hidden,
                        router,
                        dequantized(name + "gate_up_proj"),
                        bias(name + "gate_up_proj_bias"),
                        dequantized(name + "down_proj"),
                        bias(name + "down_proj_bias")),
                integer("k", config.expertsPerToken()),
                integer("normalize_routing_weights", 1),
                text("activation_type", "swiglu"),
                // Gate and up projections alternate row by row.
                integer("swiglu_fusion", 1),
                number("swiglu_limit", config.swigluLimit()),
                number("activation_alpha", GptOssConfig.SWIGLU_ALPHA),
                number("activation_beta", 1f));
    }

    private record Pair(String first, String second) {}

    /// Splits the heads of the last axis, `first` of them and `second` of them.
    private Pair split(String value, int first, int second, int axis) {
        var name = graph.uniqueName("Split");
        var pair = new Pair(name + ".first", name + ".second");
        var sizes =
                graph.vector((long) first * config.headSize(), (long) second * config.headSize());
        graph.nodes(
                "Split",
                name,
                List.of(value, sizes),
                List.of(pair.first(), pair.second()),
                integer("axis", axis));
        return pair;
    }

    /// Turns queries and keys by their positions; `[1, T, heads * head size]`.
    private String rotate(String queriesAndKeys) {
        return graph.node(
                "RotaryEmbedding",
                List.of(
                        node("Unsqueeze", queriesAndKeys, graph.vector(0)),
                        cosines,
                        sines,
                        batch.positions()),
                integer("num_heads", config.heads() + config.kvHeads()));
    }

    /// Scatters the new tokens' keys or values into the cache and returns its updated name.
    private String cached(String tokens, String past, String present) {
        var heads = reshaped(tokens, -1, config.kvHeads(), config.headSize());
        graph.nodes("ScatterND", present, List.of(past, batch.slots(), heads), List.of(present));
        return present;
    }

    /// `[B, S, kv heads, head size]`, `S` the positions of the window's blocks.
    private String gathered(String cache, AttentionWindow window) {
        var blocks = node("Gather", cache, window.blocks());
        return reshaped(blocks, 0, -1, config.kvHeads(), config.headSize());
    }

    /// Scaled queries as `[B, kv heads, group * Q, head size]`.
    private String queries(String rotated) {
        var scaled = node("Mul", rotated, graph.scalar((float) (1 / Math.sqrt(config.headSize()))));
        var flat = reshaped(scaled, -1, (long) config.heads() * config.headSize());
        var rectangle = node("Gather", flat, batch.toRectangle());
        var heads = reshaped(rectangle, 0, 0, config.kvHeads(), groupSize(), config.headSize());
        var grouped = transposed(heads, 0, 2, 3, 1, 4);
        return reshaped(grouped, 0, config.kvHeads(), -1, config.headSize());
    }

    /// Softmax over the window and the head's sink, whose own share is then dropped.
    private String probabilities(int layer, String scores, AttentionWindow window) {
        var positions = node("Gather", node("Shape", window.mask()), graph.vector(4));
        var queries = node("Unsqueeze", batch.maxQueries(), graph.vector(0));
        var heads = graph.vector(0, config.kvHeads(), groupSize());
        var shape = concat(0, heads, queries, graph.vector(-1));
        var masked = node("Add", node("Reshape", scores, shape), window.mask());
        var share = node("Softmax", concat(4, masked, sinks(layer, masked)));
        var kept = node("Slice", share, graph.vector(0), positions, graph.vector(4));
        return node("Reshape", kept, concat(0, graph.vector(0, config.kvHeads(), -1), positions));
    }

    /// The sinks as one more column of the scores: `[B, kv heads, group, Q, 1]`.
    private String sinks(int layer, String scores) {
        var name = "model.layers." + layer + ".self_attn.sinks";
        var sinks = graph.weight(weights.converted(name, source.tensor(name), WeightType.FLOAT32));
        var rows = graph.node("Shape", List.of(scores), integer("end", 4));
        return node(
                "Expand",
                reshaped(sinks, 1, config.kvHeads(), groupSize(), 1, 1),
                concat(0, rows, graph.vector(1)));
    }

    private String dequantized(String name) {
        return graph.weight(
                weights.dequantized(
                        name, source.tensor(name + "_blocks"), source.tensor(name + "_scales")));
    }

    private String bias(String name) {
        return graph.weight(weights.converted(name, source.tensor(name), WeightType.FLOAT32));
    }

    private int groupSize() {
        return config.heads() / config.kvHeads();
    }

    private String node(String operator, String... inputs) {
        return graph.node(operator, List.of(inputs));
    }

    private String reshaped(String value, long... shape) {
        return node("Reshape", value, graph.vector(shape));
    }

    private String transposed(String value, long... permutation) {
        return graph.node("Transpose", List.of(value), integers("perm", permutation));
    }

    private String concat(int axis, String... values) {
        return graph.node("Concat", List.of(values), integer("axis", axis));
    }
}
