package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.repartee.runtime.ModelGeometry;

/// The golden model's graph with candidates, run by ONNX Runtime without our runtime.
class GoldenCandidatesTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 16;
    private static final float TEMPERATURE = 0.8f;
    private static final float TOLERANCE = 2e-3f;

    @Test
    void candidatesAndSumsBelongToTheReferencesLogits() throws Exception {
        for (var golden : GoldenModel.cases()) {
            var model = GoldenModel.folderWithCandidates().resolve("model.onnx");
            var result = SmallGraph.run(model, inputs(golden.prompt()));
            var reference = golden.lastLogits();
            var logits = ((float[][]) output(result, "logits"))[0];
            assertThat(logits).containsExactly(reference, offset(TOLERANCE));
            var ids = ((int[][]) output(result, "candidate_ids"))[0];
            var candidates = ((float[][]) output(result, "candidate_logits"))[0];
            assertThat(ids).hasSize(64);
            assertThat(ids[0]).isEqualTo(golden.argmax()[golden.argmax().length - 1]);
            for (var i = 0; i < ids.length; i++) {
                assertThat(candidates[i]).isEqualTo(logits[ids[i]]);
            }
            assertThat(((float[]) output(result, "log_sum_exp"))[0])
                    .isCloseTo(logSumExp(reference, TEMPERATURE), offset(2 * TOLERANCE));
            assertThat(((float[]) output(result, "raw_log_sum_exp"))[0])
                    .isCloseTo(logSumExp(reference, 1), offset(TOLERANCE));
        }
    }

    private static float logSumExp(float[] logits, float temperature) {
        var sum = 0.0;
        for (var logit : logits) {
            sum += Math.exp(logit / temperature);
        }
        return (float) Math.log(sum);
    }

    /// One prompt, from the first block on.
    private static Map<String, Object> inputs(int[] prompt) {
        var count = prompt.length;
        var inputs = new LinkedHashMap<String, Object>();
        inputs.put("input_ids", Arrays.stream(prompt).asLongStream().toArray());
        inputs.put("cumulative_sequence_lengths", new int[] {0, count});
        inputs.put("past_sequence_lengths", new int[] {0});
        inputs.put("block_table", new int[][] {IntStream.range(0, BLOCKS).toArray()});
        inputs.put("slot_mapping", IntStream.range(0, count).toArray());
        inputs.put("attention_metadata", new int[] {count, count});
        inputs.put("temperature", new float[] {TEMPERATURE});
        var geometry = ModelGeometry.read(GoldenModel.folderWithCandidates());
        for (var layer = 0; layer < geometry.layers(); layer++) {
            for (var part : new String[] {".key", ".value"}) {
                inputs.put("past_key_values." + layer + part, emptyCache(geometry));
            }
        }
        return inputs;
    }

    private static Object emptyCache(ModelGeometry geometry) {
        return new float[BLOCKS][BLOCK_SIZE][geometry.kvHeads()][geometry.headSize()];
    }

    private static Object output(Map<String, Object> result, String name) {
        return Objects.requireNonNull(result.get(name), name);
    }
}
