package org.repartee.cli;

import java.util.stream.IntStream;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// The logits behind a prompt, straight from the runtime.
final class PromptLogits {

    private static final int STEP_TOKENS = 256;

    private PromptLogits() {}

    /// One value per token of the vocabulary. Uses the runtime's cache blocks from 0 on; nobody
    /// else may be using it.
    static float[] of(ModelRuntime runtime, int[] prompt) {
        var blockSize = runtime.blockSize();
        var blocks = IntStream.range(0, Math.ceilDiv(prompt.length, blockSize)).toArray();
        var batch = new StepBatch(STEP_TOKENS, 1, blocks.length, blockSize);
        var logits = new float[runtime.geometry().vocabularySize()];
        for (var from = 0; from < prompt.length; from += STEP_TOKENS) {
            batch.clear();
            batch.begin(from, blocks, blocks.length, true);
            batch.append(prompt, from, Math.min(STEP_TOKENS, prompt.length - from));
            runtime.forward(batch).copyRow(0, logits);
        }
        return logits;
    }
}
