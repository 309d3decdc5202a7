package org.repartee.runtime;

import java.lang.System.Logger;
import java.util.List;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.Accelerator.Memory;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.NativeFailure;

/// Everything of a model that lives on one accelerator, and is lost with it.
final class DeviceState implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DeviceState.class.getName());

    private final Resources resources = new Resources();
    private final Accelerator accelerator;
    private final ModelOptions options;
    private final StepShapes shapes;
    private final DeviceSession session;
    private final StepMemory memory;
    private final DeviceCache cache;
    private final PreparedSteps steps;

    /// Loads the graph and allocates the cache.
    ///
    /// @param options block size and length resolved
    /// @param accelerator closed with this, also if this fails
    /// @param operators that the graph may need
    DeviceState(
            ModelFolder folder,
            ModelOptions options,
            StepShapes shapes,
            Accelerator accelerator,
            List<CustomOperator> operators) {
        this.options = options;
        this.shapes = shapes;
        this.accelerator = accelerator;
        resources.add(accelerator::close);
        try {
            var before = accelerator.memory();
            session =
                    DeviceSession.load(
                            folder.graph(options.device().kvCacheDtype()),
                            folder.geometry(),
                            accelerator,
                            options.device().graphs(),
                            operators);
            resources.add(session::close);
            var loaded = accelerator.memory();
            memory = new StepMemory(accelerator, session.ports(), sizes());
            resources.add(memory::close);
            session.requireBlockSize(options.blockSize());
            cache = cache(options.blocks() > 0 ? options.blocks() : planned(before, loaded));
            resources.add(cache::close);
            steps = new PreparedSteps(shape -> new PreparedStep(shape, session, memory, cache));
            resources.add(steps::close);
        } catch (RuntimeException failed) {
            closeAfter(failed);
            throw failed;
        }
    }

    private StepMemory.Sizes sizes() {
        return StepMemory.Sizes.of(
                shapes.largest(),
                options.blockSize(),
                session.ports(),
                session.geometry().vocabularySize());
    }

    private DeviceCache cache(int blocks) {
        return new DeviceCache(
                accelerator, session.bound(), session.geometry(), blocks, options.blockSize());
    }

    /// How many cache blocks fit beside everything else: the largest step is computed to see what
    /// it takes.
    private int planned(Memory before, Memory loaded) {
        var tested = 1;
        LOG.log(
                Logger.Level.INFO,
                "measuring the memory of the largest step, {0}; its operators search their kernels now",
                shapes.largest());
        try (var small = cache(tested)) {
            compute(shapes.largest(), small);
            compute(shapes.largestDecode(), small);
            var plan =
                    MemoryPlan.of(
                            options.device().memoryShare(),
                            before,
                            loaded,
                            accelerator.memory(),
                            session.geometry().blockBytes(options.blockSize()),
                            tested + 1);
            var blocks = plan.blocks(options.blockSize(), options.maxLength());
            LOG.log(Logger.Level.INFO, plan.inWords(blocks, options.blockSize()));
            return blocks;
        }
    }

    private void compute(StepShape shape, DeviceCache small) {
        try (var step = new PreparedStep(shape, session, memory, small)) {
            step.fill(StepBatch.empty());
            step.launch();
            accelerator.synchronize();
        }
    }

    Accelerator accelerator() {
        return accelerator;
    }

    /// With the cache type of the graph.
    ModelGeometry geometry() {
        return session.geometry();
    }

    DeviceCache cache() {
        return cache;
    }

    PreparedSteps steps() {
        return steps;
    }

    /// What a failed call means for the caller.
    ///
    /// @param what failed, in words
    ModelFailure failure(String what, NativeFailure cause) {
        var message = "%s: %s".formatted(what, cause.getMessage());
        return cause.deviceLost() || isLost()
                ? new DeviceLost(message + "; nothing on the device can be used any more", cause)
                : new ModelFailure(message, cause);
    }

    /// ONNX Runtime's failures do not tell.
    private boolean isLost() {
        try {
            accelerator.synchronize();
            return false;
        } catch (NativeFailure e) {
            return e.deviceLost();
        }
    }

    private void closeAfter(RuntimeException failed) {
        try {
            resources.close();
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /// @throws RuntimeException if something could not be closed; everything else was
    @Override
    public void close() {
        resources.close();
    }
}
