package org.repartee.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A gpt-oss checkpoint in the published layout: `config.json`, safetensors, experts in MXFP4, the
/// rest bfloat16.
///
/// Opening it checks that every tensor the graph needs is there, with the right shape and type.
final class Checkpoint implements AutoCloseable {

    private static final String BF16 = "BF16";
    private static final String U8 = "U8";

    private final Path folder;
    private final GptOssConfig config;
    private final Safetensors safetensors;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private Checkpoint(Path folder, GptOssConfig config, Safetensors safetensors) {
        this.folder = folder;
        this.config = config;
        this.safetensors = safetensors;
    }

    /// @throws ExportFailure if a file is missing or damaged, or a tensor is missing, misshapen or
    ///   mistyped
    static Checkpoint open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ExportFailure(
                    "checkpoint folder %s does not exist; name the folder that holds config.json"
                            .formatted(folder));
        }
        var config = ConfigJson.read(folder);
        var checkpoint = new Checkpoint(folder, config, Safetensors.open(folder));
        try {
            checkpoint.checkTensors();
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    GptOssConfig config() {
        return config;
    }

    Safetensors safetensors() {
        return safetensors;
    }

    /// A tensor of the layout.
    ///
    /// @param name its name in the checkpoint
    TensorInfo tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor of the layout is called " + name);
        }
        return tensor;
    }

    /// `model.layers.{layer}.{rest}`.
    TensorInfo tensor(int layer, String rest) {
        return tensor(prefix(layer) + rest);
    }

    /// The output projection: `lm_head`, or the embedding if the two are one.
    TensorInfo head() {
        return tensor(config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
    }

    @Override
    public void close() throws IOException {
        safetensors.close();
    }

    private static String prefix(int layer) {
        return "model.layers." + layer + ".";
    }

    private void checkTensors() {
        var hidden = config.hiddenSize();
        expect("model.embed_tokens.weight", BF16, config.vocabularySize(), hidden);
        for (var layer = 0; layer < config.layers(); layer++) {
            checkAttention(prefix(layer));
            checkExperts(prefix(layer) + "mlp.");
        }
        expect("model.norm.weight", BF16, hidden);
        if (!config.tiedEmbeddings()) {
            expect("lm_head.weight", BF16, config.vocabularySize(), hidden);
        }
    }

    private void checkAttention(String layer) {
        var hidden = config.hiddenSize();
        var attention = layer + "self_attn.";
        expect(layer + "input_layernorm.weight", BF16, hidden);
        checkProjection(attention + "q_proj", config.heads() * config.headSize(), hidden);
        checkProjection(attention + "k_proj", config.kvHeads() * config.headSize(), hidden);
        checkProjection(attention + "v_proj", config.kvHeads() * config.headSize(), hidden);
        checkProjection(attention + "o_proj", hidden, config.heads() * config.headSize());
        expect(attention + "sinks", BF16, config.heads());
        expect(layer + "post_attention_layernorm.weight", BF16, hidden);
    }

    private void checkExperts(String mlp) {
        var inner = config.intermediateSize();
        checkProjection(mlp + "router", config.experts(), config.hiddenSize());
        checkQuantized(mlp + "experts.gate_up_proj", 2 * inner, config.hiddenSize());
        checkQuantized(mlp + "experts.down_proj", config.hiddenSize(), inner);
    }

    private void checkProjection(String name, int outputs, int inputs) {
        expect(name + ".weight", BF16, outputs, inputs);
        expect(name + ".bias", BF16, outputs);
    }

    private void checkQuantized(String name, int outputs, int inputs) {
        var experts = config.experts();
        var blocks = inputs / Mxfp4.BLOCK;
        expect(name + "_blocks", U8, experts, outputs, blocks, Mxfp4.BLOCK_BYTES);
        expect(name + "_scales", U8, experts, outputs, blocks);
        expect(name + "_bias", BF16, experts, outputs);
    }

    private void expect(String name, String dtype, long... dimensions) {
        var shape = Arrays.stream(dimensions).boxed().toList();
        var expected = TensorInfo.form(dtype, shape);
        var found =
                safetensors
                        .find(name)
                        .orElseThrow(() ->
                                new ExportFailure(
                                        "tensor %s: expected %s, found none in %s"
                                                .formatted(name, expected, folder)));
        if (!found.dtype().equals(dtype) || !found.shape().equals(shape)) {
            throw new ExportFailure(
                    "tensor %s: expected %s, found %s in %s"
                            .formatted(name, expected, found.form(), found.file().getFileName()));
        }
        tensors.put(name, found);
    }
}
