package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.RandomCheckpoint.Size;

/// `QMoE` as CUDA's graph spells it, run by its CPU kernel: shows that stored bytes, scales and
/// attributes mean what the exporter thinks.
class QuantizedExpertsTest {

    private static final long SEED = 20_261_124;
    private static final int TOKENS = 12;
    private static final String MLP = "model.layers.0.mlp.";
    private static final String EXPERTS = MLP + "experts.";
    // On some processors the CPU kernel rounds activations to 8 bits.
    private static final double TOLERANCE = 0.05;

    private final Size size = new Size(1, 128, 64, 2, 1, 32, 40, 8, 8, 3, false);

    @TempDir Path folder;

    @Test
    void experts8BitsWideEqualThePlainOnes() throws IOException, OrtException {
        assertEqual(new RandomCheckpoint(size, SEED), ExpertFormat.INT8);
    }

    @Test
    void experts4BitsWideEqualThePlainOnesWhereTheyCan() throws IOException, OrtException {
        var checkpoint = new RandomCheckpoint(size, SEED);
        withoutOutermostValues(checkpoint.data(EXPERTS + "gate_up_proj_blocks"));
        withoutOutermostValues(checkpoint.data(EXPERTS + "down_proj_blocks"));
        assertEqual(checkpoint, ExpertFormat.INT4);
    }

    /// Leaves no 6, and no -4: what 4 bits can hold.
    private static void withoutOutermostValues(byte[] packed) {
        for (var i = 0; i < packed.length; i++) {
            packed[i] = (byte) (tamed(packed[i] >> 4 & 15) << 4 | tamed(packed[i] & 15));
        }
    }

    private static int tamed(int code) {
        return (code & 7) == 7 || code == 14 ? code - 2 : code;
    }

    private void assertEqual(RandomCheckpoint checkpoint, ExpertFormat format)
            throws IOException, OrtException {
        var reference = new ReferenceModel(checkpoint.write(folder));
        var hidden = new float[TOKENS][size.hidden()];
        var router = new float[TOKENS][];
        var expected = new double[TOKENS][];
        var normal = new Random(SEED);
        for (var token = 0; token < TOKENS; token++) {
            for (var i = 0; i < size.hidden(); i++) {
                hidden[token][i] = (float) normal.nextGaussian();
            }
            var in = doubles(hidden[token]);
            var logits = reference.router(MLP, in);
            router[token] = floats(logits);
            expected[token] = reference.experts(MLP, logits, in);
        }
        var mixed = run(hidden, router, format);
        for (var token = 0; token < TOKENS; token++) {
            for (var i = 0; i < size.hidden(); i++) {
                assertThat(Math.abs(mixed[token][i] - expected[token][i]))
                        .as("seed %d, token %d, element %d", SEED, token, i)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    private float[][] run(float[][] hidden, float[][] router, ExpertFormat format)
            throws IOException, OrtException {
        var graph = new GraphWriter("experts", PagedGraph.OPSET);
        graph.input("hidden", DataType.FLOAT, "tokens", size.hidden());
        graph.input("router", DataType.FLOAT, "tokens", size.experts());
        graph.output("mixed", DataType.FLOAT, "tokens", size.hidden());
        try (var checkpoint = Checkpoint.open(folder)) {
            var options =
                    new PagedGraph.Options(
                            WeightType.FLOAT32,
                            format,
                            KvCacheFormat.NATIVE,
                            KvRanges.estimated(checkpoint));
            var paged = new PagedGraph(checkpoint, graph, options);
            graph.nodes(
                    "Identity",
                    "mixed",
                    List.of(paged.experts(0, "hidden", "router")),
                    List.of("mixed"));
            var inputs = Map.<String, Object>of("hidden", hidden, "router", router);
            return (float[][])
                    Objects.requireNonNull(SmallGraph.run(graph, folder, inputs).get("mixed"));
        }
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
