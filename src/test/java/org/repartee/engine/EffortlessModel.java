package org.repartee.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.Device;
import org.repartee.runtime.LayerType;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// A model with gpt-oss's vocabulary that answers the same at once, and keeps the time. Steps with
/// the most rows count.
final class EffortlessModel implements ModelRuntime {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VOCABULARY = 201_088;
    private static final int CANDIDATES = 64;
    private static final int BLOCK_SIZE = 256;

    private final int maxRows;
    private final Candidates candidates;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private boolean isFull;
    private long launched;
    private long answered;
    private final long[] waiting = new long[10_000];
    private final long[] computing = new long[10_000];
    private final long[] allocated = new long[10_000];
    private int steps;

    EffortlessModel(int maxRows) {
        this.maxRows = maxRows;
        candidates = candidates(maxRows);
    }

    /// The share of token `i` falls by a third from one to the next.
    private static Candidates candidates(int rows) {
        var ids = IntBuffer.allocate(rows * CANDIDATES);
        var logits = FloatBuffer.allocate(rows * CANDIDATES);
        for (var i = 0; i < rows * CANDIDATES; i++) {
            ids.put(i, 1_000 + i % CANDIDATES);
            logits.put(i, 20 - 0.4f * (i % CANDIDATES));
        }
        var logSumExp = (float) (20 - Math.log(1 - Math.exp(-0.4f)));
        var sums = new float[rows];
        Arrays.fill(sums, logSumExp);
        return new Candidates(
                rows,
                VOCABULARY,
                CANDIDATES,
                new Candidates.Memory(ids, logits, FloatBuffer.wrap(sums), FloatBuffer.wrap(sums)),
                (_, into) -> Arrays.fill(into, 0));
    }

    /// No step is launched from now on until `goAhead`.
    void hold() {
        held = new CountDownLatch(1);
        steps = 0;
        isFull = false;
    }

    void goAhead() {
        held.countDown();
    }

    /// From a result to the next launch; the median, because other programs run, too.
    long waitingNanos() {
        return median(waiting);
    }

    /// From a launch to asking for its result.
    long computingNanos() {
        return median(computing);
    }

    /// What the engine thread allocates per step, on average.
    long allocatedBytes() {
        return (allocated[steps - 1] - allocated[0]) / (steps - 1);
    }

    private long median(long[] times) {
        var sorted = Arrays.copyOf(times, steps);
        Arrays.sort(sorted);
        return sorted[steps / 2];
    }

    @Override
    public void launch(StepBatch batch) {
        try {
            held.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        launched = System.nanoTime();
        var isNext = batch.sequences() == maxRows && batch.tokens() == maxRows;
        if (isNext && isFull) {
            waiting[steps] = launched - answered;
            allocated[steps++] = THREADS.getCurrentThreadAllocatedBytes();
        }
        isFull = isNext;
    }

    @Override
    public StepResult await() {
        answered = System.nanoTime();
        if (isFull) {
            computing[steps] = answered - launched;
        }
        return candidates;
    }

    @Override
    public ModelGeometry geometry() {
        return new ModelGeometry(
                "effortless",
                Device.CUDA,
                List.of(LayerType.FULL_ATTENTION),
                64,
                1,
                1,
                64,
                VOCABULARY,
                128,
                1,
                1,
                131_072,
                CacheType.FLOAT32,
                List.of(),
                List.of());
    }

    @Override
    public int blockCount() {
        return 20 * maxRows;
    }

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public void copyBlock(int source, int target) {
        // There is nothing in it.
    }

    @Override
    public void close() {
        // There is nothing to free.
    }
}
