package org.repartee.chat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.LayerType;
import org.repartee.runtime.Logits;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;

/// A model that recites: whatever the prompt, it generates the tokens it was given. One request at
/// a time.
final class RecitingModel implements ModelRuntime {

    private static final int BLOCKS = 256;
    private static final int BLOCK_SIZE = 16;

    private record Recital(int[] tokens, int failAt, int pauseAt, CountDownLatch resume) {}

    private final ModelGeometry geometry;
    private final AtomicReference<Recital> recital = new AtomicReference<>();
    private int promptLength = -1;
    private @Nullable StepBatch launched;

    RecitingModel(int vocabularySize, List<Integer> stopIds) {
        geometry =
                new ModelGeometry(
                        "reciting",
                        Device.CPU,
                        List.of(LayerType.FULL_ATTENTION),
                        64,
                        1,
                        1,
                        64,
                        vocabularySize,
                        16,
                        1,
                        1,
                        2048,
                        CacheType.FLOAT32,
                        stopIds,
                        List.of());
    }

    /// The next request hears these tokens, and then the last one again and again.
    void recite(int... tokens) {
        recital.set(new Recital(tokens, Integer.MAX_VALUE, Integer.MAX_VALUE, done()));
    }

    /// As [#recite], but the step of token `failAt` fails.
    void reciteAndFail(int failAt, int... tokens) {
        recital.set(new Recital(tokens, failAt, Integer.MAX_VALUE, done()));
    }

    /// As [#recite], but waits before token `pauseAt` until the latch is counted down.
    void reciteAndPause(int pauseAt, CountDownLatch resume, int... tokens) {
        promptLength = -1;
        recital.set(new Recital(tokens, Integer.MAX_VALUE, pauseAt, resume));
    }

    private CountDownLatch done() {
        promptLength = -1;
        return new CountDownLatch(0);
    }

    @Override
    public void launch(StepBatch batch) {
        launched = batch;
    }

    @Override
    public Logits await() {
        var batch = Objects.requireNonNull(launched, "nothing was launched");
        var row = batch.sequences() - 1;
        var logits = new float[batch.sequences() * geometry.vocabularySize()];
        if (batch.wantsLogits(row)) {
            var now = recital.get();
            if (promptLength < 0 || batch.length(row) < promptLength) {
                promptLength = batch.length(row);
            }
            var at = batch.length(row) - promptLength;
            if (at == now.failAt()) {
                promptLength = -1;
                throw new ModelFailure("the reciter forgot its text");
            }
            await(now, at);
            var token = now.tokens()[Math.min(at, now.tokens().length - 1)];
            logits[row * geometry.vocabularySize() + token] = 50f;
        }
        return new Logits(FloatBuffer.wrap(logits), batch.sequences(), geometry.vocabularySize());
    }

    private static void await(Recital now, int at) {
        if (at == now.pauseAt()) {
            try {
                now.resume().await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public ModelGeometry geometry() {
        return geometry;
    }

    @Override
    public int blockCount() {
        return BLOCKS;
    }

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public void copyBlock(int source, int target) {
        // The recital does not depend on what is in the cache.
    }

    @Override
    public void close() {
        // Nothing to free.
    }
}
