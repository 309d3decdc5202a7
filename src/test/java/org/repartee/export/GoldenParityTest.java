package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

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

    /// Rows of 1 to 150 tokens in one step: the graph pads some of them beside each other.
    @Test
    void allCasesInOneBatchAreTheReferences() {
        var cases = GoldenModel.cases();
        try (var model = GoldenModel.open(BLOCKS * cases.size(), BLOCK_SIZE)) {
            var batch = new StepBatch(512, cases.size(), BLOCKS, BLOCK_SIZE);
            for (var row = 0; row < cases.size(); row++) {
                add(batch, row, cases.get(row).prompt(), 0);
            }
            var logits = model.forward(batch);
            var row = new float[model.geometry().vocabularySize()];
            for (var i = 0; i < cases.size(); i++) {
                logits.copyRow(i, row);
                assertThat(row)
                        .containsExactly(cases.get(i).lastLogits(), offset((float) TOLERANCE));
            }
            assertGreedyTogether(model, batch, cases, argmaxes(logits));
        }
    }

    private static void assertGreedyTogether(
            ModelRuntime model, StepBatch batch, List<GoldenModel.Case> cases, int[] first) {
        var next = first;
        for (var step = 0; step < cases.getFirst().greedy().length; step++) {
            batch.clear();
            for (var i = 0; i < cases.size(); i++) {
                assertThat(next[i])
                        .as("case %d, step %d", i, step)
                        .isEqualTo(cases.get(i).greedy()[step]);
                add(batch, i, new int[] {next[i]}, cases.get(i).prompt().length + step);
            }
            next = argmaxes(model.forward(batch));
        }
    }

    private static int[] argmaxes(StepResult logits) {
        return IntStream.range(0, logits.rows()).map(logits::argmax).toArray();
    }

    private static void add(StepBatch batch, int sequence, int[] tokens, int past) {
        var blocks = IntStream.range(sequence * BLOCKS, (sequence + 1) * BLOCKS).toArray();
        batch.begin(past, blocks, BLOCKS, true);
        batch.append(tokens, 0, tokens.length);
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
