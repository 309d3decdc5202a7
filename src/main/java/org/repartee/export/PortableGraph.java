package org.repartee.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.repartee.runtime.LayerType;

/// The model for the CPU, in float32: attention over the paged cache in standard operators, experts
/// in ONNX Runtime's float `MoE`. Inputs and outputs are those of the paged decoder.
final class PortableGraph {

    private static final float SWISH = 1.702f;

    private final CheckpointConfig config;
    private final PortableWeights weights;
    private final Graph g;

    PortableGraph(CheckpointConfig config, PortableWeights weights) {
        this.config = config;
        this.weights = weights;
        this.g = weights.graph();
    }

    ModelProto write() throws IOException {
        var ids = g.input("input_ids", DataType.INT64, "num_tokens");
        for (var layer = 0; layer < config.layers(); layer++) {
            cacheInput(layer, "key");
            cacheInput(layer, "value");
        }
        var batch = RaggedBatch.of(g, past(0, "key"));
        var full = Visible.full(g, batch);
        var sliding = Visible.sliding(g, batch, config.slidingWindow());
        var rotation = Rotation.of(g, weights, config, batch);
        var hidden = g.op("Gather", weights.embedding(), ids);
        for (var layer = 0; layer < config.layers(); layer++) {
            var visible =
                    config.layerTypes().get(layer) == LayerType.FULL_ATTENTION ? full : sliding;
            var attention = new PortableAttention(g, config, weights, batch);
            var normed = norm(hidden, weights.inputNorm(layer));
            hidden = g.op("Add", hidden, attention.write(layer, normed, visible, rotation));
            hidden = g.op("Add", hidden, experts(layer, norm(hidden, weights.expertNorm(layer))));
        }
        var last = g.op("Gather", hidden, batch.lastTokens());
        g.opNamed(
                "logits",
                "Gemm",
                Map.of("transB", 1),
                norm(last, weights.finalNorm()),
                weights.head());
        g.output("logits", DataType.FLOAT, "batch", config.vocabularySize());
        return g.model();
    }

    private void cacheInput(int layer, String part) {
        g.input(past(layer, part), DataType.FLOAT, cacheShape());
        g.output(present(layer, part), DataType.FLOAT, cacheShape());
    }

    private Object[] cacheShape() {
        return new Object[] {"num_blocks", "block_size", config.kvHeads(), config.headSize()};
    }

    static String past(int layer, String part) {
        return "past_key_values." + layer + "." + part;
    }

    static String present(int layer, String part) {
        return "present." + layer + "." + part;
    }

    /// x / sqrt(mean(x²) + ε) · weight, over the last axis.
    private String norm(String value, String weight) {
        var mean = g.op("ReduceMean", Map.of("keepdims", 1), g.op("Mul", value, value), g.ints(-1));
        var root = g.op("Sqrt", g.op("Add", mean, g.scalar((float) config.normEpsilon())));
        return g.op("Mul", g.op("Div", value, root), weight);
    }

    private String experts(int layer, String value) throws IOException {
        var router =
                g.op(
                        "Gemm",
                        Map.of("transB", 1),
                        value,
                        weights.routerWeight(layer),
                        weights.routerBias(layer));
        return g.microsoft(
                        "MoE",
                        Map.of(
                                "k",
                                config.expertsPerToken(),
                                "activation_type",
                                "swiglu",
                                "activation_alpha",
                                SWISH,
                                "activation_beta",
                                1f,
                                "swiglu_fusion",
                                1,
                                "swiglu_limit",
                                (float) config.swigluLimit(),
                                "normalize_routing_weights",
                                1),
                        List.of(
                                value,
                                router,
                                weights.gateUp(layer),
                                weights.gateUpBias(layer),
                                weights.down(layer),
                                weights.downBias(layer)),
                        List.of(g.fresh("experts")))
                .getFirst();
    }
}
