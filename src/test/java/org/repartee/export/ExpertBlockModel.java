package org.repartee.export;

import static org.repartee.export.Attributes.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.repartee.runtime.CacheType;

/// A graph of one experts' block and nothing else, its weights random: for tests of other packages.
///
/// Inputs `attended` and `residual`, outputs `normed` and `out`, all float32 `[T, H]`.
public final class ExpertBlockModel {

    private static final long SEED = 20_261_124;

    private ExpertBlockModel() {}

    /// @param folder an empty one
    /// @param type of the block's activations
    /// @return the graph's file
    public static Path write(Path folder, ModelShape shape, CacheType type) {
        var config = shape.config();
        var activations = WeightType.valueOf(type.name());
        var graph = new GraphWriter("block", PagedGraph.OPSET);
        graph.input("attended", DataType.FLOAT, "tokens", config.hiddenSize());
        graph.input("residual", DataType.FLOAT, "tokens", config.hiddenSize());
        graph.output("normed", DataType.FLOAT, "tokens", config.hiddenSize());
        graph.output("out", DataType.FLOAT, "tokens", config.hiddenSize());
        try (var source = new RandomTensors(config, SEED)) {
            var attended = cast(graph, "attended", activations);
            var stream =
                    new ExpertBlockGraph(source, graph, activations)
                            .write(0, attended, "residual", "model.norm.weight");
            var normed = cast(graph, stream.normed(), WeightType.FLOAT32);
            graph.nodes("Identity", "normed", List.of(normed), List.of("normed"));
            graph.nodes("Identity", "out", List.of(stream.residual()), List.of("out"));
            return SmallGraph.write(graph, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How wide a token is.
    public static int hiddenSize(ModelShape shape) {
        return shape.config().hiddenSize();
    }

    private static String cast(GraphWriter graph, String value, WeightType type) {
        return graph.node("Cast", List.of(value), integer("to", type.onnx().getNumber()));
    }
}
