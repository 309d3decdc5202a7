package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `MatMulNBits` as CUDA's graph spells it, run by its CPU kernel: shows that stored bytes, scales
/// and attributes mean what the exporter thinks.
class QuantizedProjectionTest {

    private static final long SEED = 20_261_127;
    private static final int TOKENS = 5;

    private final RandomTensors source = new RandomTensors(ModelShape.TINY.config(), SEED);
    private final float[][] hidden = new float[TOKENS][source.config().hiddenSize()];

    @TempDir Path folder;

    @BeforeEach
    void fill() {
        var random = new Random(SEED);
        for (var row : hidden) {
            for (var i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
    }

    /// What rounding the weights may cost: half a step of 1/127 or about 1/8 of a block's largest.
    @ParameterizedTest
    @EnumSource(ProjectionBits.class)
    void theProductIsTheExactOneButForTheRoundedWeights(ProjectionBits bits) throws Exception {
        var tolerance =
                switch (bits) {
                    case SIXTEEN -> 1e-5;
                    case EIGHT -> 0.01;
                    case FOUR -> 0.15;
                };
        var product = run(bits, linear(true));
        var expected = expected(true);
        for (var token = 0; token < TOKENS; token++) {
            for (var i = 0; i < expected[token].length; i++) {
                assertThat(Math.abs(product[token][i] - expected[token][i]))
                        .as("%s, token %d, output %d", bits, token, i)
                        .isLessThan(tolerance);
            }
        }
    }

    @Test
    void withoutABiasNothingIsAdded() throws Exception {
        var product = run(ProjectionBits.EIGHT, linear(false));
        var expected = expected(false);
        assertThat(Math.abs(product[3][77] - expected[3][77])).isLessThan(0.01);
    }

    private Projections.Linear linear(boolean biased) {
        var prefix = "self_attn.";
        return new Projections.Linear(
                "qkv.weight",
                List.of(
                        source.tensor(1, prefix + "q_proj.weight"),
                        source.tensor(1, prefix + "k_proj.weight")),
                biased
                        ? List.of(
                                source.tensor(1, prefix + "q_proj.bias"),
                                source.tensor(1, prefix + "k_proj.bias"))
                        : List.of());
    }

    private float[][] run(ProjectionBits bits, Projections.Linear linear) throws Exception {
        var graph = new GraphWriter("projection", PagedGraph.OPSET);
        graph.input("hidden", DataType.FLOAT, "tokens", hidden[0].length);
        graph.output("product", DataType.FLOAT, "tokens", (int) linear.outputs());
        new Projections(
                        source,
                        graph,
                        WeightType.FLOAT32,
                        new ProjectionFormat(bits, KernelLayout.PLAIN))
                .project("hidden", linear, "product");
        var result = SmallGraph.run(graph, folder, Map.of("hidden", hidden));
        return (float[][]) Objects.requireNonNull(result.get("product"));
    }

    private double[][] expected(boolean biased) throws Exception {
        var weights = new CheckpointWeights(source);
        var linear = linear(true);
        var expected = new double[TOKENS][(int) linear.outputs()];
        var row = 0;
        for (var part = 0; part < linear.weights().size(); part++) {
            var matrix = weights.floats(linear.weights().get(part));
            var bias = weights.floats(linear.biases().get(part));
            for (var i = 0; i < bias.length; i++, row++) {
                for (var token = 0; token < TOKENS; token++) {
                    expected[token][row] = (biased ? bias[i] : 0) + product(token, matrix, i);
                }
            }
        }
        return expected;
    }

    private double product(int token, float[] matrix, int row) {
        var sum = 0.0;
        for (var i = 0; i < hidden[token].length; i++) {
            sum += (double) hidden[token][i] * matrix[row * hidden[token].length + i];
        }
        return sum;
    }
}
