package org.repartee.export;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tensors that a gpt-oss model of a given shape has: experts in MXFP4, the rest bfloat16.
final class TensorLayout {

    private final GptOssConfig config;
    private final Map<String, TensorSpec> tensors = new LinkedHashMap<>();

    TensorLayout(GptOssConfig config) {
        this.config = config;
        var hidden = config.hiddenSize();
        add("model.embed_tokens.weight", TensorSpec.BF16, config.vocabularySize(), hidden);
        for (var layer = 0; layer < config.layers(); layer++) {
            addAttention(prefix(layer));
            addExperts(prefix(layer) + "mlp.");
        }
        add("model.norm.weight", TensorSpec.BF16, hidden);
        if (!config.tiedEmbeddings()) {
            add("lm_head.weight", TensorSpec.BF16, config.vocabularySize(), hidden);
        }
    }

    Collection<TensorSpec> all() {
        return tensors.values();
    }

    /// A tensor of the layout.
    ///
    /// @param name its name in the checkpoint
    TensorSpec tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor of the layout is called " + name);
        }
        return tensor;
    }

    /// `model.layers.{layer}.{rest}`.
    TensorSpec tensor(int layer, String rest) {
        return tensor(prefix(layer) + rest);
    }

    /// The output projection: `lm_head`, or the embedding if the two are one.
    TensorSpec head() {
        return tensor(config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
    }

    private static String prefix(int layer) {
        return "model.layers." + layer + ".";
    }

    private void addAttention(String layer) {
        var hidden = config.hiddenSize();
        var attention = layer + "self_attn.";
        add(layer + "input_layernorm.weight", TensorSpec.BF16, hidden);
        addProjection(attention + "q_proj", config.heads() * config.headSize(), hidden);
        addProjection(attention + "k_proj", config.kvHeads() * config.headSize(), hidden);
        addProjection(attention + "v_proj", config.kvHeads() * config.headSize(), hidden);
        addProjection(attention + "o_proj", hidden, config.heads() * config.headSize());
        add(attention + "sinks", TensorSpec.BF16, config.heads());
        add(layer + "post_attention_layernorm.weight", TensorSpec.BF16, hidden);
    }

    private void addExperts(String mlp) {
        var inner = config.intermediateSize();
        addProjection(mlp + "router", config.experts(), config.hiddenSize());
        addQuantized(mlp + "experts.gate_up_proj", 2 * inner, config.hiddenSize());
        addQuantized(mlp + "experts.down_proj", config.hiddenSize(), inner);
    }

    private void addProjection(String name, int outputs, int inputs) {
        add(name + ".weight", TensorSpec.BF16, outputs, inputs);
        add(name + ".bias", TensorSpec.BF16, outputs);
    }

    private void addQuantized(String name, int outputs, int inputs) {
        var experts = config.experts();
        var blocks = inputs / Mxfp4.BLOCK;
        add(name + "_blocks", TensorSpec.U8, experts, outputs, blocks, Mxfp4.BLOCK_BYTES);
        add(name + "_scales", TensorSpec.U8, experts, outputs, blocks);
        add(name + "_bias", TensorSpec.BF16, experts, outputs);
    }

    private void add(String name, String dtype, long... dimensions) {
        tensors.put(name, new TensorSpec(name, dtype, Arrays.stream(dimensions).boxed().toList()));
    }
}
