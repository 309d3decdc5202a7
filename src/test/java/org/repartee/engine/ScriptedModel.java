package org.repartee.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.LayerType;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;
import org.repartee.runtime.WarmUp;

/// A model without weights: its logits are a hash of the whole history of the sequence.
///
/// It reads that history back, token by token, through the block table it is given, from slots that
/// earlier steps wrote. A wrong block, a lost copy, a block written by two sequences or a position
/// computed twice therefore changes the tokens that follow.
public final class ScriptedModel implements ModelRuntime {

    static final int VOCABULARY = 97;

    /// Where the model pretends to be computed.
    enum Kind {
        /// At once, and with all logits as the result.
        HOST,
        /// Some time between launch and await, with a few candidates as the result.
        DEVICE,
        /// As DEVICE, where prompts and answers are to be computed apart.
        SEPARATE
    }

    private final int blockCount;
    private final int blockSize;
    private final Kind kind;
    private final ScriptedCache cache;
    private final ScriptedRows rows = new ScriptedRows();
    private final Random whenever = new Random(1);
    private Optional<StepBatch> inFlight = Optional.empty();
    private List<Integer> launched = List.of();
    private boolean isComputed;
    private boolean isLost;
    private volatile Consumer<StepBatch> beforeStep = _ -> {};
    private volatile Runnable beforeResult = () -> {};
    private volatile Runnable beforeCopy = () -> {};
    private volatile Runnable onRebuild = () -> {};
    private volatile Consumer<WarmUp> onWarmUp = _ -> {};
    private volatile int copies;

    public ScriptedModel(int blockCount, int blockSize) {
        this(blockCount, blockSize, Kind.HOST);
    }

    ScriptedModel(int blockCount, int blockSize, Kind kind) {
        this.blockCount = blockCount;
        this.blockSize = blockSize;
        this.kind = kind;
        cache = new ScriptedCache(blockCount, blockSize);
    }

    /// What happens at every launch; it may wait, or throw.
    void beforeStep(Consumer<StepBatch> action) {
        beforeStep = action;
    }

    /// What happens at every await; it may wait, or throw.
    public void beforeResult(Runnable action) {
        beforeResult = action;
    }

    void beforeCopy(Runnable action) {
        beforeCopy = action;
    }

    public void onRebuild(Runnable action) {
        onRebuild = action;
    }

    /// What happens after each of the three steps of a warm-up.
    void onWarmUp(Consumer<WarmUp> action) {
        onWarmUp = action;
    }

    int copies() {
        return copies;
    }

    @Override
    public ModelGeometry geometry() {
        return new ModelGeometry(
                "scripted",
                Device.CPU,
                List.of(LayerType.FULL_ATTENTION),
                8,
                1,
                1,
                8,
                VOCABULARY,
                128,
                1,
                1,
                4096,
                CacheType.FLOAT32,
                List.of(),
                List.of());
    }

    @Override
    public boolean separatesPrompts() {
        return kind == Kind.SEPARATE;
    }

    @Override
    public int blockCount() {
        return blockCount;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public void launch(StepBatch batch) {
        require(!isLost, "nothing can be launched on a lost device");
        require(inFlight.isEmpty(), "one step at a time");
        inFlight = Optional.of(batch);
        launched = contents(batch);
        isComputed = false;
        run(() -> beforeStep.accept(batch));
        if (kind == Kind.HOST || whenever.nextBoolean()) {
            compute(batch);
        }
    }

    @Override
    public StepResult await() {
        var batch = inFlight.orElseThrow();
        run(beforeResult);
        require(contents(batch).equals(launched), "a batch in flight was changed");
        if (!isComputed) {
            compute(batch);
        }
        inFlight = Optional.empty();
        return switch (kind) {
            case HOST -> rows.logits();
            case DEVICE, SEPARATE -> rows.candidates();
        };
    }

    /// After a failure nothing is in flight, and what the step should have written is not there.
    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            inFlight.ifPresent(cache::spoil);
            inFlight = Optional.empty();
            loseWith(failure);
            throw failure;
        }
    }

    private void loseWith(RuntimeException failure) {
        if (failure instanceof DeviceLost) {
            isLost = true;
            cache.clear();
        }
    }

    private void compute(StepBatch batch) {
        cache.write(batch);
        rows.clear();
        for (var row = 0; row < batch.sequences(); row++) {
            rows.add(cache.logitsAfter(batch, row), batch.temperature(row));
        }
        isComputed = true;
    }

    private static List<Integer> contents(StepBatch batch) {
        var contents = new ArrayList<Integer>();
        for (var row = 0; row < batch.sequences(); row++) {
            contents.add(batch.past(row));
            for (var i = batch.start(row); i < batch.start(row + 1); i++) {
                contents.add(batch.tokenId(i));
                contents.add(batch.slot(i));
            }
            for (var i = 0; i < batch.blockCount(row); i++) {
                contents.add(batch.block(row, i));
            }
        }
        return contents;
    }

    @Override
    public void copyBlock(int source, int target) {
        try {
            beforeCopy.run();
        } catch (RuntimeException failure) {
            loseWith(failure);
            throw failure;
        }
        inFlight.ifPresent(batch -> requireUntouched(batch, source, target));
        cache.copyBlock(source, target);
        copies++;
    }

    private void requireUntouched(StepBatch batch, int source, int target) {
        for (var i = 0; i < batch.tokens(); i++) {
            require(batch.slot(i) / blockSize != source, "a step in flight writes the source");
        }
        for (var row = 0; row < batch.sequences(); row++) {
            for (var i = 0; i < batch.blockCount(row); i++) {
                require(batch.block(row, i) != target, "a step in flight knows the target");
            }
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }

    @Override
    public void warmUp(Consumer<WarmUp> progress) {
        for (var done = 1; done <= 3; done++) {
            var step = new WarmUp(done, 3, "decode of " + done);
            onWarmUp.accept(step);
            progress.accept(step);
        }
    }

    @Override
    public void rebuild() {
        onRebuild.run();
        isLost = false;
    }

    @Override
    public void close() {
        cache.clear();
    }
}
