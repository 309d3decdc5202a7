package org.repartee.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.util.function.DoubleUnaryOperator;

/// The checkpoint's weights in float32, written to the weights file as the graph asks for them.
final class PortableWeights {

    private final Checkpoint checkpoint;
    private final CheckpointConfig config;
    private final Conversions conversions;
    private final WeightsFile file;
    private final Graph graph;

    PortableWeights(Checkpoint checkpoint, Conversions conversions, WeightsFile file, Graph graph) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.config();
        this.conversions = conversions;
        this.file = file;
        this.graph = graph;
    }

    Graph graph() {
        return graph;
    }

    String embedding() throws IOException {
        return copy("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
    }

    String head() throws IOException {
        return copy("lm_head.weight", config.vocabularySize(), config.hiddenSize());
    }

    String finalNorm() throws IOException {
        return copy("model.norm.weight", config.hiddenSize());
    }

    String inputNorm(int layer) throws IOException {
        return copy(name(layer, "input_layernorm.weight"), config.hiddenSize());
    }

    String expertNorm(int layer) throws IOException {
        return copy(name(layer, "post_attention_layernorm.weight"), config.hiddenSize());
    }

    /// Query, key and value projections below each other: one product instead of three.
    String qkv(int layer) throws IOException {
        var width = queryWidth() + 2 * keyWidth();
        var hidden = config.hiddenSize();
        return write(
                name(layer, "self_attn.qkv_proj.weight"),
                new long[] {width, hidden},
                ByteSource.concatenated(
                        bf16(name(layer, "self_attn.q_proj.weight"), queryWidth(), hidden),
                        bf16(name(layer, "self_attn.k_proj.weight"), keyWidth(), hidden),
                        bf16(name(layer, "self_attn.v_proj.weight"), keyWidth(), hidden)));
    }

    String qkvBias(int layer) throws IOException {
        return write(
                name(layer, "self_attn.qkv_proj.bias"),
                new long[] {queryWidth() + 2 * keyWidth()},
                ByteSource.concatenated(
                        bf16(name(layer, "self_attn.q_proj.bias"), queryWidth()),
                        bf16(name(layer, "self_attn.k_proj.bias"), keyWidth()),
                        bf16(name(layer, "self_attn.v_proj.bias"), keyWidth())));
    }

    String output(int layer) throws IOException {
        return copy(name(layer, "self_attn.o_proj.weight"), config.hiddenSize(), queryWidth());
    }

    String outputBias(int layer) throws IOException {
        return copy(name(layer, "self_attn.o_proj.bias"), config.hiddenSize());
    }

    /// Shaped [1, kvHeads, group, 1, 1].
    String sinks(int layer) throws IOException {
        var stored = name(layer, "self_attn.sinks");
        var group = config.heads() / config.kvHeads();
        return write(
                stored,
                new long[] {1, config.kvHeads(), group, 1, 1},
                bf16(stored, config.heads()));
    }

    String routerWeight(int layer) throws IOException {
        return copy(name(layer, "mlp.router.weight"), config.experts(), config.hiddenSize());
    }

    String routerBias(int layer) throws IOException {
        return copy(name(layer, "mlp.router.bias"), config.experts());
    }

    String gateUp(int layer) throws IOException {
        return experts(
                name(layer, "mlp.experts.gate_up_proj"),
                2L * config.intermediateSize(),
                config.hiddenSize());
    }

    String gateUpBias(int layer) throws IOException {
        return copy(
                name(layer, "mlp.experts.gate_up_proj_bias"),
                config.experts(),
                2L * config.intermediateSize());
    }

    String down(int layer) throws IOException {
        return experts(
                name(layer, "mlp.experts.down_proj"),
                config.hiddenSize(),
                config.intermediateSize());
    }

    String downBias(int layer) throws IOException {
        return copy(
                name(layer, "mlp.experts.down_proj_bias"), config.experts(), config.hiddenSize());
    }

    /// A table that is computed, not stored.
    String table(String name, RotationTable angles, DoubleUnaryOperator function)
            throws IOException {
        return write(name, angles.shape(), angles.values(function));
    }

    private String experts(String name, long rows, long columns) throws IOException {
        var experts = config.experts();
        var blocks =
                checkpoint.tensor(
                        name + "_blocks",
                        Dtype.U8,
                        experts,
                        rows,
                        columns / Mxfp4.BLOCK,
                        Mxfp4.BLOCK / 2);
        var scales =
                checkpoint.tensor(name + "_scales", Dtype.U8, experts, rows, columns / Mxfp4.BLOCK);
        return write(
                name, new long[] {experts, rows, columns}, conversions.float32(blocks, scales));
    }

    private String copy(String name, long... shape) throws IOException {
        return write(name, shape, bf16(name, shape));
    }

    private ByteSource bf16(String name, long... shape) {
        return conversions.float32(checkpoint.tensor(name, Dtype.BF16, shape));
    }

    private String write(String name, long[] shape, ByteSource values) throws IOException {
        return graph.external(file.append(name, DataType.FLOAT, shape, values));
    }

    private long queryWidth() {
        return (long) config.heads() * config.headSize();
    }

    private long keyWidth() {
        return (long) config.kvHeads() * config.headSize();
    }

    private static String name(int layer, String rest) {
        return "model.layers." + layer + "." + rest;
    }
}
