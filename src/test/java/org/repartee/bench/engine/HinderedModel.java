package org.repartee.bench.engine;

import java.util.function.Consumer;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// Another model with something that happens before each of its steps.
record HinderedModel(ModelRuntime model, Consumer<StepBatch> beforeStep) implements ModelRuntime {

    private static final int PATIENCE_MS = 100;

    /// Takes its time for each step that begins a prompt, so that whoever asks at the same time is
    /// there when it is done.
    static HinderedModel slow(ModelRuntime model) {
        return new HinderedModel(model, HinderedModel::wait);
    }

    /// Fails a step of exactly so many tokens in one row.
    static HinderedModel failing(ModelRuntime model, int tokens) {
        return new HinderedModel(
                model,
                batch -> {
                    if (batch.sequences() == 1 && batch.tokens() == tokens) {
                        throw new ModelFailure("no %d tokens at once".formatted(tokens));
                    }
                });
    }

    private static void wait(StepBatch batch) {
        try {
            Thread.sleep(batch.past(batch.sequences() - 1) == 0 ? PATIENCE_MS : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ModelGeometry geometry() {
        return model.geometry();
    }

    @Override
    public int blockCount() {
        return model.blockCount();
    }

    @Override
    public int blockSize() {
        return model.blockSize();
    }

    @Override
    public void launch(StepBatch batch) {
        beforeStep.accept(batch);
        model.launch(batch);
    }

    @Override
    public StepResult await() {
        return model.await();
    }

    @Override
    public void copyBlock(int source, int target) {
        model.copyBlock(source, target);
    }

    @Override
    public void close() {
        model.close();
    }
}
