package org.repartee.runtime;

import java.util.Optional;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.Accelerator.Recording;
import org.repartee.runtime.cuda.IoBinding;

/// One shape, bound and ready to run: copies in, the graph, copies out. Once recorded, all of it is
/// one call.
final class PreparedStep implements AutoCloseable {

    private final StepShape shape;
    private final DeviceSession session;
    private final StepMemory memory;
    private final StepInputs inputs;
    private final StepOutputs outputs;
    private final IoBinding binding;
    private Optional<Recording> recording = Optional.empty();

    PreparedStep(StepShape shape, DeviceSession session, StepMemory memory, DeviceCache cache) {
        this.shape = shape;
        this.session = session;
        this.memory = memory;
        inputs = new StepInputs(shape, memory, cache);
        outputs =
                new StepOutputs(
                        shape, memory, session.ports(), session.geometry().vocabularySize());
        binding = session.bound().binding();
        inputs.bind(binding, session.bound(), memory, session.ports());
        outputs.bind(binding, session.bound());
        cache.bind(binding);
    }

    StepShape shape() {
        return shape;
    }

    StepOutputs outputs() {
        return outputs;
    }

    boolean isRecorded() {
        return recording.isPresent();
    }

    /// Writes the batch into the inputs. No step may be under way: it may still be reading them.
    void fill(StepBatch batch) {
        inputs.fill(batch);
    }

    /// Queues the step.
    void launch() {
        if (recording.isPresent()) {
            recording.get().replay();
        } else {
            queue();
        }
    }

    /// Records the step for later launches. It must have run before, so that nothing is left to be
    /// made ready.
    void record() {
        recording = Optional.of(accelerator().capture(this::queue));
    }

    private void queue() {
        accelerator().upload(memory.hostInputs().asSlice(0, inputs.bytes()), memory.inputs());
        binding.run();
        outputs.download(accelerator());
    }

    private Accelerator accelerator() {
        return session.accelerator();
    }

    @Override
    public void close() {
        try {
            recording.ifPresent(Recording::close);
        } finally {
            binding.close();
        }
    }
}
