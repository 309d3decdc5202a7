package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// Our graph against Hugging Face's float32 results.
class GoldenParityTest {

    private static final int BLOCK_SIZE = 16;
    private static final int BLOCKS = 16;
    private static final double TOLERANCE = 2e-3;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 256})
    void logitsAndArgmaxAreTheReferences(int chunk) {
        for (var golden : GoldenModel.cases()) {
            try (var model = GoldenModel.open(BLOCKS, BLOCK_SIZE)) {
                var logits = prefill(model, golden.prompt(), chunk);
                assertThat(logits).hasSameSizeAs(golden.lastLogits());
                for (var id = 0; id < logits.length; id++) {
                    assertThat((double) logits[id])
                            .as("prompt of %d, token %d", golden.prompt().length, id)
                            .isCloseTo(golden.lastLogits()[id], offset(TOLERANCE));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void theArgmaxIsRightAtEveryPosition(int blockSize) {
        for (var golden : GoldenModel.cases()) {
            try (var model = GoldenModel.open(BLOCKS, blockSize)) {
                assertThat(argmaxes(model, golden.prompt())).isEqualTo(golden.argmax());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 256})
    void greedyTokensAreTheReferences(int chunk) {
        for (var golden : GoldenModel.cases()) {
            try (var model = GoldenModel.open(BLOCKS, BLOCK_SIZE)) {
                prefill(model, golden.prompt(), chunk);
                assertThat(greedy(model, golden)).isEqualTo(golden.greedy());
            }
        }
    }

    private static float[] prefill(ModelRuntime model, int[] prompt, int chunk) {
        var logits = new float[model.geometry().vocabularySize()];
        for (var from = 0; from < prompt.length; from += chunk) {
            step(model, prompt, from, Math.min(chunk, prompt.length - from), logits);
        }
        return logits;
    }

    private static int[] argmaxes(ModelRuntime model, int[] prompt) {
        var logits = new float[model.geometry().vocabularySize()];
        return IntStream.range(0, prompt.length)
                .map(at -> step(model, prompt, at, 1, logits))
                .toArray();
    }

    private static int[] greedy(ModelRuntime model, GoldenModel.Case golden) {
        var prompt = golden.prompt();
        var tokens = Arrays.copyOf(prompt, prompt.length + golden.greedy().length);
        var logits = new float[model.geometry().vocabularySize()];
        tokens[prompt.length] = step(model, prompt, prompt.length - 1, 1, logits);
        for (var at = prompt.length; at < tokens.length - 1; at++) {
            tokens[at + 1] = step(model, tokens, at, 1, logits);
        }
        return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
    }

    private static int step(ModelRuntime model, int[] tokens, int from, int count, float[] into) {
        var blocks = IntStream.range(0, BLOCKS).toArray();
        var batch = new StepBatch(count, 1, BLOCKS, model.blockSize());
        batch.begin(from, blocks, BLOCKS, true);
        batch.append(tokens, from, count);
        var logits = model.forward(batch);
        logits.copyRow(0, into);
        return logits.argmax(0);
    }
}
