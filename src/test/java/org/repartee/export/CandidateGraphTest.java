package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Candidates and sums of random rows, against rows sorted and summed in full.
class CandidateGraphTest {

    private static final long SEED = 20_261_125;
    private static final float[] TEMPERATURES = {0.7f, 1f, 2f, 0.05f};
    private static final double RELATIVE = 1e-5;

    @TempDir Path folder;

    /// Below 64 tokens, up to 64 chunks, whole chunks, gpt-oss's own, and a last chunk that is not
    /// full.
    @ParameterizedTest
    @ValueSource(ints = {40, 512, 2_048, 8_192, 8_193, 8_320, 10_000, 201_088})
    void candidatesAndSumsAreThoseOfTheWholeRow(int vocabulary) throws Exception {
        var logits = normal(vocabulary, 4);
        var result = run(logits);
        for (var row = 0; row < logits.length; row++) {
            assertCandidates(logits[row], result, row);
            assertSums(logits[row], result, row);
        }
    }

    /// Logits in bfloat16 are often equal.
    @Test
    void amongManyEqualLogitsTheCandidatesAreStillTheLargestAndDifferentTokens() throws Exception {
        var logits = normal(20_000, 4);
        for (var row : logits) {
            for (var id = 0; id < row.length; id++) {
                row[id] = Math.round(row[id]);
            }
        }
        var result = run(logits);
        for (var row = 0; row < logits.length; row++) {
            assertCandidates(logits[row], result, row);
        }
    }

    @Test
    void logitsFarFromZeroNeitherOverflowNorVanish() throws Exception {
        var logits = normal(10_000, 300);
        var result = run(logits);
        for (var row = 0; row < logits.length; row++) {
            assertCandidates(logits[row], result, row);
            assertSums(logits[row], result, row);
        }
    }

    @Test
    void aRowWhoseLargestLogitsShareAChunkIsSearchedToItsEnd() throws Exception {
        var logits = new float[TEMPERATURES.length][10_112];
        for (var row : logits) {
            for (var id = 0; id < row.length; id++) {
                row[id] = id >= 10_000 ? id : -id;
            }
        }
        var result = run(logits);
        assertThat(ids(result)[0])
                .containsExactly(IntStream.range(0, 64).map(i -> 10_111 - i).toArray());
    }

    private static float[][] normal(int vocabulary, double spread) {
        var random = new Random(SEED + vocabulary);
        var logits = new float[TEMPERATURES.length][vocabulary];
        for (var row : logits) {
            for (var id = 0; id < vocabulary; id++) {
                row[id] = (float) (spread * random.nextGaussian() - 3);
            }
        }
        return logits;
    }

    private Map<String, Object> run(float[][] logits) throws IOException, OrtException {
        var vocabulary = logits[0].length;
        var graph = new GraphWriter("candidates", PagedGraph.OPSET);
        graph.input("logits", DataType.FLOAT, "batch_size", vocabulary);
        CandidateGraph.declare(graph, vocabulary);
        new CandidateGraph(graph, vocabulary).write("logits");
        return SmallGraph.run(graph, folder, Map.of("logits", logits, "temperature", TEMPERATURES));
    }

    private static void assertCandidates(float[] logits, Map<String, Object> result, int row) {
        var sorted = logits.clone();
        Arrays.sort(sorted);
        var count = Math.min(64, logits.length);
        var ids = ids(result)[row];
        var values = ((float[][]) output(result, "candidate_logits"))[row];
        assertThat(ids).hasSize(count);
        assertThat(values).hasSize(count);
        var seen = new HashSet<Integer>();
        for (var i = 0; i < count; i++) {
            assertThat(values[i]).isEqualTo(sorted[sorted.length - 1 - i]);
            assertThat(logits[ids[i]]).isEqualTo(values[i]);
            assertThat(seen.add(ids[i])).as("token %d once", ids[i]).isTrue();
        }
    }

    private static void assertSums(float[] logits, Map<String, Object> result, int row) {
        assertSum(logits, TEMPERATURES[row], ((float[]) output(result, "log_sum_exp"))[row]);
        assertSum(logits, 1, ((float[]) output(result, "raw_log_sum_exp"))[row]);
    }

    private static void assertSum(float[] logits, double temperature, float actual) {
        var max = Double.NEGATIVE_INFINITY;
        for (var logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        var sum = 0.0;
        for (var logit : logits) {
            sum += Math.exp(logit / temperature - max);
        }
        var expected = max + Math.log(sum);
        assertThat((double) actual)
                .as("temperature %s", temperature)
                .isCloseTo(expected, offset(RELATIVE * Math.max(1, Math.abs(expected))));
    }

    private static int[][] ids(Map<String, Object> result) {
        return (int[][]) output(result, "candidate_ids");
    }

    private static Object output(Map<String, Object> result, String name) {
        return Objects.requireNonNull(result.get(name), name);
    }
}
