package org.repartee.runtime;

import java.util.List;
import java.util.function.Consumer;
import org.repartee.runtime.cuda.NativeFailure;

/// Computes each shape once before serving: operators search their fastest kernels when they meet a
/// size for the first time, which takes seconds.
///
/// Larger ones come first, so that smaller ones fit into their memory; recordings come last, when
/// nothing is left that would still be allocated for good.
final class Rehearsal {

    private final DeviceState state;
    private final List<StepShape> prefills;
    private final List<StepShape> decodes;
    private final List<StepShape> recorded;
    private int done;

    /// @param graphs whether decode steps are recorded
    Rehearsal(DeviceState state, StepShapes shapes, boolean graphs) {
        this.state = state;
        prefills = shapes.prefills().reversed();
        decodes = shapes.decodes();
        recorded = graphs ? decodes : List.of();
    }

    /// @throws ModelFailure if a shape cannot be computed or recorded
    void run(Consumer<WarmUp> progress) {
        for (var shape : prefills) {
            compute(shape);
            tell(progress, "computed " + shape);
        }
        for (var shape : decodes) {
            compute(shape);
            tell(progress, "computed " + shape);
        }
        for (var shape : recorded) {
            record(shape);
            tell(progress, "recorded " + shape);
        }
        state.steps().warm();
    }

    private void tell(Consumer<WarmUp> progress, String step) {
        var total = prefills.size() + decodes.size() + recorded.size();
        progress.accept(new WarmUp(++done, total, step));
    }

    private void compute(StepShape shape) {
        try {
            var step = state.steps().of(shape);
            step.fill(StepBatch.empty());
            step.launch();
            state.accelerator().synchronize();
        } catch (NativeFailure e) {
            throw state.failure("the warm-up failed for " + shape, e);
        }
    }

    private void record(StepShape shape) {
        try {
            var step = state.steps().of(shape);
            step.fill(StepBatch.empty());
            step.record();
            step.launch();
            state.accelerator().synchronize();
        } catch (NativeFailure e) {
            throw state.failure(
                    "recording failed for %s (repartee.engine.cuda-graphs=false does without)"
                            .formatted(shape),
                    e);
        }
    }
}
