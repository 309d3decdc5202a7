package org.repartee.export;

import static org.repartee.export.Attributes.integer;
import static org.repartee.export.Attributes.number;

import java.util.List;
import org.repartee.runtime.experts.ExpertBlock;

/// Writes a layer's experts as one node of our own operator, which also adds the attention's output
/// and norms before and behind. The residual stays float32 all the way through the decoder.
final class ExpertBlockGraph {

    private final GptOssConfig config;
    private final TensorSource source;
    private final CheckpointWeights weights;
    private final ExpertTiles tiles;
    private final GraphWriter graph;
    private final WeightType type;

    /// @param type of activations
    ExpertBlockGraph(TensorSource source, GraphWriter graph, WeightType type) {
        config = source.config();
        this.source = source;
        weights = new CheckpointWeights(source);
        tiles = new ExpertTiles(source, type);
        this.graph = graph;
        this.type = type;
    }

    /// Adds layer `layer`'s node.
    ///
    /// @param attended the attention's output projection without its bias
    /// @param residual float32
    /// @param nextNorm name of the norm's weight behind the experts
    /// @return what is written
    Stream write(int layer, String attended, String residual, String nextNorm) {
        var name = "model.layers." + layer + ".";
        var experts = name + "mlp.experts.";
        var output = graph.uniqueName("ExpertBlock");
        var stream = new Stream(output, output + ".residual");
        graph.nodes(
                operator(),
                output,
                List.of(
                        attended,
                        residual,
                        weight(name + "self_attn.o_proj.bias"),
                        weight(name + "post_attention_layernorm.weight"),
                        weight(name + "mlp.router.weight"),
                        weight(name + "mlp.router.bias"),
                        tiles(experts + "gate_up_proj", TileOrder.GATE_UP),
                        bias(experts + "gate_up_proj", TileOrder.GATE_UP),
                        tiles(experts + "down_proj", TileOrder.DOWN),
                        bias(experts + "down_proj", TileOrder.DOWN),
                        weight(nextNorm)),
                List.of(stream.normed(), stream.residual(), output + ".scratch"),
                integer(ExpertBlock.TOP_K, config.expertsPerToken()),
                number(ExpertBlock.EPSILON, config.rmsNormEps()),
                number(ExpertBlock.LIMIT, config.swigluLimit()),
                number(ExpertBlock.ALPHA, GptOssConfig.SWIGLU_ALPHA));
        return stream;
    }

    private String operator() {
        return switch (type) {
            case FLOAT32 -> ExpertBlock.FLOAT32;
            case FLOAT16 -> ExpertBlock.FLOAT16;
            case BFLOAT16 -> ExpertBlock.BFLOAT16;
            case UINT8, INT32 ->
                    throw new IllegalStateException("activations are floating point numbers");
        };
    }

    private String tiles(String name, TileOrder order) {
        return graph.weight(tiles.weight(name, order));
    }

    private String bias(String name, TileOrder order) {
        return graph.weight(tiles.bias(name, order));
    }

    private String weight(String name) {
        return graph.weight(weights.converted(name, source.tensor(name), type));
    }
}
