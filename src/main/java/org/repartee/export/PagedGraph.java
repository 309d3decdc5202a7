package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.number;
import static org.repartee.export.Attributes.text;

import java.util.List;
import org.repartee.runtime.GraphContract;
import org.repartee.runtime.LayerType;

/// The decoder for CUDA: ONNX Runtime's `PagedAttention`, and `QMoE` over 8-bit experts, which hold
/// MXFP4 exactly.
final class PagedGraph implements DecoderOperators {

    /// ONNX Runtime has CUDA kernels for all operators of this version. A later `ReduceMax` or
    /// `Pad` would run on the CPU, and no CUDA graph could be captured.
    static final int OPSET = 18;

    private static final String ABSENT = "";

    private final GptOssConfig config;
    private final Checkpoint checkpoint;
    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final WeightType type;
    private final String cosines;
    private final String sines;

    PagedGraph(Checkpoint checkpoint, GraphWriter graph, WeightType type) {
        config = checkpoint.config();
        this.checkpoint = checkpoint;
        weights = new CheckpointWeights(checkpoint.safetensors());
        this.graph = graph;
        this.type = type;
        var cache = new RotaryCache(config.rope(), config.maxPositions(), config.headSize(), type);
        cosines = graph.weight(cache.cosines());
        sines = graph.weight(cache.sines());
    }

    @Override
    public WeightType activations() {
        return type;
    }

    @Override
    public String attention(int layer, String projected) {
        var name = graph.uniqueName("PagedAttention");
        var window =
                config.layerTypes().get(layer) == LayerType.FULL_ATTENTION
                        ? -1
                        : config.slidingWindow();
        graph.nodes(
                "PagedAttention",
                name,
                attentionInputs(layer, projected),
                List.of(name, GraphContract.presentKey(layer), GraphContract.presentValue(layer)),
                integer("num_heads", config.heads()),
                integer("kv_num_heads", config.kvHeads()),
                number("scale", (float) (1 / Math.sqrt(config.headSize()))),
                integer("local_window_size", window),
                integer("do_rotary", 1));
        return name;
    }

    @Override
    public String experts(int layer, String hidden, String router) {
        var name = "model.layers." + layer + ".mlp.experts.";
        return graph.node(
                "QMoE",
                List.of(
                        hidden,
                        router,
                        stored(name + "gate_up_proj"),
                        scales(name + "gate_up_proj"),
                        weight(name + "gate_up_proj_bias"),
                        stored(name + "down_proj"),
                        scales(name + "down_proj"),
                        weight(name + "down_proj_bias")),
                integer("k", config.expertsPerToken()),
                integer("normalize_routing_weights", 1),
                text("activation_type", "swiglu"),
                // Gate and up projections alternate row by row.
                integer("swiglu_fusion", 1),
                number("swiglu_limit", config.swigluLimit()),
                number("activation_alpha", GptOssConfig.SWIGLU_ALPHA),
                number("activation_beta", 1f),
                integer("expert_weight_bits", Byte.SIZE),
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
                ABSENT, // k_scale
                ABSENT, // v_scale
                GraphContract.ATTENTION_METADATA);
    }

    private String stored(String name) {
        return graph.weight(weights.stored(name, checkpoint.tensor(name + "_blocks")));
    }

    private String scales(String name) {
        return graph.weight(
                weights.storedScales(name + "_scales", checkpoint.tensor(name + "_scales"), type));
    }

    private String weight(String name) {
        return graph.weight(weights.converted(name, checkpoint.tensor(name), type));
    }
}
