package org.repartee.bench.engine;

import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// Takes its time for each step that begins a prompt, so that whoever asks at the same time is
/// there when it is done.
record LateModel(ModelRuntime model) implements ModelRuntime {

    private static final int PATIENCE_MS = 100;

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
        try {
            Thread.sleep(batch.past(batch.sequences() - 1) == 0 ? PATIENCE_MS : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
