package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.number;
import static org.repartee.export.Attributes.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import org.repartee.runtime.GraphContract;
import org.repartee.runtime.LayerType;

/// The decoder for CUDA: ONNX Runtime's `PagedAttention`, and `QMoE` over 8-bit experts, which hold
/// MXFP4 exactly, or over 4-bit ones, which do not; or the experts' block of [ExpertBlockGraph].
final class PagedGraph implements DecoderOperators {

    /// ONNX Runtime has CUDA kernels for all operators of this version. A later `ReduceMax` or
    /// `Pad` would run on the CPU, and no CUDA graph could be captured.
    static final int OPSET = 18;

    // The kernels of QMoE read this many inputs of an expert at once.
    private static final int EXPERT_TILE = 64;
    private static final String ABSENT = "";

    private final GptOssConfig config;
    private final TensorSource source;
    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final Options options;
    private final WeightType type;
    private final String cosines;
    private final String sines;

    /// @param type element type of activations
    /// @param experts how their weights are kept
    /// @param cache how keys and values are kept
    /// @param ranges how large keys and values get
    record Options(WeightType type, ExpertFormat experts, KvCacheFormat cache, KvRanges ranges) {}

    PagedGraph(TensorSource source, GraphWriter graph, Options options) {
        config = source.config();
        requireTiles("hidden_size", config.hiddenSize());
        requireTiles("intermediate_size", config.intermediateSize());
        this.source = source;
        weights = new CheckpointWeights(source);
        this.graph = graph;
        this.options = options;
        type = options.type();
        var cache = new RotaryCache(config.rope(), config.maxPositions(), config.headSize(), type);
        cosines = graph.weight(cache.cosines());
        sines = graph.weight(cache.sines());
    }

    private static void requireTiles(String field, int value) {
        if (value % EXPERT_TILE != 0) {
            throw new ExportFailure(
                    "%s must be a multiple of %d for cuda, got %d; export for --device cpu"
                            .formatted(field, EXPERT_TILE, value));
        }
    }

    @Override
    public WeightType activations() {
        return type;
    }

    @Override
    public DataType cacheType() {
        return options.cache().onnx(type);
    }

    @Override
    public String attention(int layer, String projected) {
        var name = graph.uniqueName("PagedAttention");
        graph.nodes(
                "PagedAttention",
                name,
                attentionInputs(layer, projected),
                List.of(name, GraphContract.presentKey(layer), GraphContract.presentValue(layer)),
                attentionAttributes(layer));
        return name;
    }

    @Override
    public String experts(int layer, String hidden, String router) {
        var name = "model.layers." + layer + ".mlp.experts.";
        var gateAndUp = expert(name + "gate_up_proj");
        var down = expert(name + "down_proj");
        return graph.node(
                "QMoE",
                List.of(
                        hidden,
                        router,
                        gateAndUp.numbers(),
                        gateAndUp.scales(),
                        weight(name + "gate_up_proj_bias"),
                        down.numbers(),
                        down.scales(),
                        weight(name + "down_proj_bias")),
                integer("k", config.expertsPerToken()),
                integer("normalize_routing_weights", 1),
                text("activation_type", "swiglu"),
                // Gate and up projections alternate row by row.
                integer("swiglu_fusion", 1),
                number("swiglu_limit", config.swigluLimit()),
                number("activation_alpha", GptOssConfig.SWIGLU_ALPHA),
                number("activation_beta", 1f),
                integer("expert_weight_bits", options.experts().bits()),
                integer("block_size", Mxfp4.BLOCK),
                text("quant_type", "int"),
                integer("weights_prepacked", 0));
    }

    /// In the operator's order; queries, keys and values come packed as one.
    private List<String> attentionInputs(int layer, String projected) {
        return List.of(
                projected,
                ABSENT, // key
                ABSENT, // value
                GraphContract.pastKey(layer),
                GraphContract.pastValue(layer),
                GraphContract.CUMULATIVE_SEQUENCE_LENGTHS,
                GraphContract.PAST_SEQUENCE_LENGTHS,
                GraphContract.BLOCK_TABLE,
                cosines,
                sines,
                GraphContract.SLOT_MAPPING,
                weight("model.layers." + layer + ".self_attn.sinks"),
                ABSENT, // q_norm_weight
                ABSENT, // k_norm_weight
                cacheScale(layer, "k_scale", options.ranges().keys().get(layer)),
                cacheScale(layer, "v_scale", options.ranges().values().get(layer)),
                GraphContract.ATTENTION_METADATA);
    }

    private String cacheScale(int layer, String name, float range) {
        return options.cache().isQuantized()
                ? graph.vector(
                        "model.layers." + layer + ".self_attn." + name,
                        options.cache().scale(range))
                : ABSENT;
    }

    private AttributeProto[] attentionAttributes(int layer) {
        var full = config.layerTypes().get(layer) == LayerType.FULL_ATTENTION;
        var attributes = new ArrayList<AttributeProto>();
        attributes.add(integer("num_heads", config.heads()));
        attributes.add(integer("kv_num_heads", config.kvHeads()));
        attributes.add(number("scale", (float) (1 / Math.sqrt(config.headSize()))));
        attributes.add(integer("local_window_size", full ? -1 : config.slidingWindow()));
        attributes.add(integer("do_rotary", 1));
        if (options.cache().isQuantized()) {
            attributes.add(text("k_quant_type", "PER_TENSOR"));
            attributes.add(text("v_quant_type", "PER_TENSOR"));
        }
        return attributes.toArray(AttributeProto[]::new);
    }

    private record Expert(String numbers, String scales) {}

    private Expert expert(String name) {
        var blocks = source.tensor(name + "_blocks");
        var scales = source.tensor(name + "_scales");
        return switch (options.experts()) {
            case INT8 ->
                    new Expert(
                            graph.weight(weights.stored(name, blocks)),
                            graph.weight(weights.storedScales(name + "_scales", scales, type)));
            case INT4 -> {
                var floats = weights.dequantized(name, blocks, scales);
                var bits = options.experts().bits();
                var quantized = new QuantizedWeight(floats, bits, type, KernelLayout.PLAIN);
                var shape = new ArrayList<>(floats.shape());
                shape.set(2, shape.get(2) * bits / Byte.SIZE);
                yield new Expert(
                        graph.weight(quantized.numbers(shape)), graph.weight(quantized.scales()));
            }
            case MXFP4 -> throw new IllegalStateException("QMoE has no experts in MXFP4");
        };
    }

    private String weight(String name) {
        return graph.weight(weights.converted(name, source.tensor(name), type));
    }
}
