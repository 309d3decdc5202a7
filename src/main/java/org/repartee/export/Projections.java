package org.repartee.export;

import static org.repartee.export.Attributes.integer;

import java.util.ArrayList;
import java.util.List;

/// Linear layers, `hidden * weightᵀ + bias`: checkpoints keep weights as `[outputs, inputs]`.
///
/// Exactly as the checkpoint's, or quantized: then by `MatMulNBits`, whose kernels for CUDA add the
/// bias on their way.
final class Projections {

    private static final String ABSENT = "";

    private final CheckpointWeights weights;
    private final GraphWriter graph;
    private final WeightType type;
    private final ProjectionFormat format;

    /// A layer's parameters.
    ///
    /// @param name of the weight in the exported model
    /// @param weights bfloat16 `[outputs, inputs]` each, one below the other
    /// @param biases bfloat16 `[outputs]` each; none, if nothing is added
    record Linear(String name, List<TensorSpec> weights, List<TensorSpec> biases) {

        Linear {
            weights = List.copyOf(weights);
            biases = List.copyOf(biases);
        }

        long inputs() {
            return weights.getFirst().shape().get(1);
        }

        long outputs() {
            return weights.stream().mapToLong(weight -> weight.shape().getFirst()).sum();
        }
    }

    /// @param type element type of activations
    Projections(TensorSource source, GraphWriter graph, WeightType type, ProjectionFormat format) {
        weights = new CheckpointWeights(source);
        this.graph = graph;
        this.type = type;
        this.format = format;
    }

    /// @return `[rows, outputs]`
    String project(String hidden, Linear linear) {
        var name = graph.uniqueName("Projection");
        project(hidden, linear, name);
        return name;
    }

    /// As [#project(String,Linear)], into the value `output`.
    void project(String hidden, Linear linear, String output) {
        switch (format.bits()) {
            case SIXTEEN -> exact(hidden, linear, output);
            case EIGHT, FOUR -> quantized(hidden, linear, output);
        }
    }

    boolean areExact() {
        return format.bits() == ProjectionBits.SIXTEEN;
    }

    /// `hidden * weightᵀ`, into the value `output`.
    ///
    /// @param weight the name of a weight of the graph
    void multiply(String hidden, String weight, String output) {
        graph.nodes("Gemm", output, List.of(hidden, weight), List.of(output), integer("transB", 1));
    }

    /// As the checkpoint's, whatever the others are.
    String exact(String hidden, Linear linear) {
        var name = graph.uniqueName("Projection");
        exact(hidden, linear, name);
        return name;
    }

    private void exact(String hidden, Linear linear, String output) {
        var inputs = new ArrayList<String>();
        inputs.add(hidden);
        inputs.add(graph.weight(weights.stacked(linear.name(), linear.weights(), type)));
        if (!linear.biases().isEmpty()) {
            inputs.add(bias(linear));
        }
        graph.nodes("Gemm", output, inputs, List.of(output), integer("transB", 1));
    }

    private void quantized(String hidden, Linear linear, String output) {
        var floats = weights.stacked(linear.name(), linear.weights(), WeightType.FLOAT32);
        var bits = format.bits().bits();
        var layout = format.layout();
        var weight = new QuantizedWeight(floats, bits, type, layout);
        var blocks = linear.inputs() / layout.block();
        var blockBytes = (long) layout.block() * bits / Byte.SIZE;
        var inputs = new ArrayList<String>();
        inputs.add(hidden);
        inputs.add(graph.weight(weight.numbers(List.of(linear.outputs(), blocks, blockBytes))));
        inputs.add(graph.weight(weight.scales()));
        if (!linear.biases().isEmpty()) {
            inputs.add(ABSENT); // zero_points
            inputs.add(ABSENT); // g_idx
            inputs.add(bias(linear));
        }
        graph.nodes(
                "MatMulNBits",
                output,
                inputs,
                List.of(output),
                integer("K", linear.inputs()),
                integer("N", linear.outputs()),
                integer("bits", bits),
                integer("block_size", layout.block()),
                integer("weight_prepacked", layout.prepacked()));
    }

    private String bias(Linear linear) {
        var name = linear.name().replaceFirst("weight$", "bias");
        return graph.weight(weights.stacked(name, linear.biases(), type));
    }
}
