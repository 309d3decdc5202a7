package org.repartee.runtime;

import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.runtime.cuda.NativeFailure;
import org.repartee.runtime.cuda.ProcessEnvironment;

/// A model on a device with memory of its own: inputs, cache and results stay at fixed addresses
/// there, and steps are padded to few shapes, so that those that decode can be recorded and
/// replayed.
public final class CudaModel implements ModelRuntime {

    private static final Logger LOG = System.getLogger(CudaModel.class.getName());

    // FlashAttention reads 16-bit caches in tiles of so many tokens when heads are 64 wide.
    private static final int BLOCK_SIZE = 256;
    // PagedAttention takes 256 sequences; one is for padding.
    private static final int MOST_SEQUENCES = 255;

    private final ModelFolder folder;
    private final ModelOptions options;
    private final DeviceOpener opener;
    private final StepShapes shapes;
    private DeviceState state;
    private Optional<PreparedStep> last = Optional.empty();
    private int rows;
    private boolean underWay;
    private boolean lost;
    private boolean closed;

    private CudaModel(ModelFolder folder, ModelOptions options, DeviceOpener opener) {
        this.folder = folder;
        this.options = options;
        this.opener = opener;
        shapes = new StepShapes(options);
        state = new DeviceState(folder, options, shapes, opener.open(), opener.operators());
    }

    /// Loads a model onto a CUDA device and plans the device's memory.
    ///
    /// @throws ModelFailure if the folder is missing or damaged, CUDA or its libraries are not
    ///   there, or the memory is too small
    public static CudaModel load(Path folder, ModelOptions options) {
        var opener = new DeviceOpener.Cuda(options.device().deviceId());
        return load(ModelFolder.open(folder, Device.CUDA), options, opener);
    }

    static CudaModel load(ModelFolder folder, ModelOptions options, DeviceOpener opener) {
        if (options.maxSequences() > MOST_SEQUENCES) {
            throw new ModelFailure(
                    "max-num-seqs must be at most %d on cuda, got %d"
                            .formatted(MOST_SEQUENCES, options.maxSequences()));
        }
        ProcessEnvironment.prepare();
        try {
            return new CudaModel(folder, resolved(options, folder.geometry()), opener);
        } catch (NativeFailure e) {
            throw new ModelFailure(
                    "%s cannot be loaded: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    private static ModelOptions resolved(ModelOptions options, ModelGeometry geometry) {
        return new ModelOptions(
                options.blocks(),
                options.blockSize() == 0 ? BLOCK_SIZE : options.blockSize(),
                options.maxTokens(),
                options.maxSequences(),
                Math.min(options.maxLength(), geometry.maxPositions()),
                options.threads(),
                options.device());
    }

    @Override
    public ModelGeometry geometry() {
        return state.geometry();
    }

    @Override
    public int blockCount() {
        return state.cache().blocks();
    }

    @Override
    public int blockSize() {
        return options.blockSize();
    }

    /// A step that holds a prompt reads a quantized cache through a dequantized copy, that of its
    /// answers included; a step of answers alone reads it as it is.
    @Override
    public boolean separatesPrompts() {
        return state.geometry().cacheType().isQuantized();
    }

    @Override
    public void warmUp(Consumer<WarmUp> progress) {
        finish();
        new Rehearsal(state, shapes, options.device().graphs()).run(progress);
    }

    @Override
    public int coldShapes() {
        return state.steps().cold();
    }

    @Override
    public void launch(StepBatch batch) {
        requireDevice();
        var shape = shapes.of(batch);
        try {
            finish();
            var step = state.steps().of(shape);
            step.fill(batch);
            step.launch();
            last = Optional.of(step);
            rows = batch.sequences();
            underWay = true;
        } catch (NativeFailure e) {
            throw failure(
                    "the step failed for %d tokens of %d sequences, padded to %s"
                            .formatted(batch.tokens(), batch.sequences(), shape),
                    e);
        }
    }

    @Override
    public StepResult await() {
        var step = last.orElseThrow(() -> new IllegalStateException("no step was launched"));
        try {
            finish();
        } catch (NativeFailure e) {
            throw failure(
                    "the step failed for %d sequences, padded to %s".formatted(rows, step.shape()),
                    e);
        }
        return step.outputs().result(rows, (row, into) -> copyRow(step, row, into));
    }

    private void copyRow(PreparedStep step, int row, float[] into) {
        try {
            step.outputs().copyRow(state.accelerator(), row, into);
        } catch (NativeFailure e) {
            throw failure("the logits of row %d could not be fetched".formatted(row), e);
        }
    }

    @Override
    public void copyBlock(int source, int target) {
        requireDevice();
        try {
            state.cache().copyBlock(source, target);
        } catch (NativeFailure e) {
            throw failure(
                    "cache block %d could not be copied to block %d".formatted(source, target), e);
        }
    }

    /// Waits for the step under way: the device reads its inputs until then.
    private void finish() {
        if (underWay) {
            underWay = false;
            state.accelerator().synchronize();
        }
    }

    private ModelFailure failure(String what, NativeFailure cause) {
        underWay = false;
        var failure = state.failure(what, cause);
        lost = failure instanceof DeviceLost;
        return failure;
    }

    /// Memory that was lost must not be touched: what frees and binds it does not check.
    private void requireDevice() {
        if (lost) {
            throw new DeviceLost("the device was lost and has not been rebuilt");
        }
    }

    /// @throws ModelFailure if only a new process can use the device again
    @Override
    public void rebuild() {
        var blocks = blockCount();
        lost = true;
        last = Optional.empty();
        underWay = false;
        try {
            state.close();
        } catch (RuntimeException lost) {
            LOG.log(Logger.Level.INFO, "what was lost with the device could not be freed", lost);
        }
        try {
            var same = options.withBlocks(blocks);
            state = new DeviceState(folder, same, shapes, opener.reopen(), opener.operators());
        } catch (NativeFailure e) {
            throw new ModelFailure(
                    "the device cannot be used again by this process: %s; restart the server"
                            .formatted(e.getMessage()),
                    e);
        }
        lost = false;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            finish();
            state.close();
        } catch (NativeFailure e) {
            throw new ModelFailure("the model could not be closed: " + e.getMessage(), e);
        }
    }
}
