package org.repartee.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.repartee.runtime.cuda.ProcessEnvironment;

/// A model on the CPU, through ONNX Runtime's Java API.
///
/// The graph pads a ragged batch to a rectangle, so a step is cut into runs of rows of similar
/// length: the rows that decode in one, long slices of prompts in others.
public final class CpuModel implements ModelRuntime {

    // A run may compute at most this many times its tokens, padding included.
    private static final int MAX_PADDING_FACTOR = 2;
    // Contexts grow; a block table that grows with each block would need new tensors each time.
    private static final int BLOCK_TABLE_STEP = 4;
    private static final int KEPT_SHAPES = 64;

    private final ModelGeometry geometry;
    private final Options options;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final CpuCache cache;
    private final SequencedMap<StepTensors.Shape, StepTensors> tensors =
            new LinkedHashMap<>(KEPT_SHAPES, 0.75f, true);
    private final Map<String, OnnxTensor> outputs;
    private FloatBuffer logits = FloatBuffer.allocate(0);
    private Optional<StepBatch> launched = Optional.empty();
    private boolean closed;

    /// How a model runs on the CPU.
    ///
    /// @param blocks cache blocks to allocate, at least 1
    /// @param blockSize tokens of a cache block, at least 1
    /// @param threads threads of one operator; 0: one per processor
    public record Options(int blocks, int blockSize, int threads) {

        public Options {
            require("blocks", blocks, 1);
            require("block_size", blockSize, 1);
            require("threads", threads, 0);
        }

        private static void require(String field, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        "%s must be at least %d, got %d".formatted(field, least, value));
            }
        }
    }

    private CpuModel(
            ModelGeometry geometry,
            Options options,
            OrtEnvironment environment,
            OrtSession session,
            CpuCache cache) {
        this.geometry = geometry;
        this.options = options;
        this.environment = environment;
        this.session = session;
        this.cache = cache;
        outputs = new HashMap<>(cache.present());
    }

    /// Loads an exported model.
    ///
    /// @throws ModelFailure if the folder is missing or damaged, or the cache does not fit the
    ///   memory
    public static CpuModel load(Path folder, Options options) {
        var checked = ModelFolder.open(folder, Device.CPU);
        ProcessEnvironment.prepare();
        var environment = OrtEnvironment.getEnvironment();
        var cache = CpuCache.allocate(environment, checked.geometry(), options);
        try (var sessionOptions = sessionOptions(options)) {
            var session = environment.createSession(checked.model().toString(), sessionOptions);
            return new CpuModel(checked.geometry(), options, environment, session, cache);
        } catch (OrtException e) {
            cache.close();
            throw checked.failure(
                    "%s cannot be loaded: %s".formatted(checked.model(), e.getMessage()), e);
        }
    }

    private static OrtSession.SessionOptions sessionOptions(Options options) throws OrtException {
        var session = new OrtSession.SessionOptions();
        var processors = Runtime.getRuntime().availableProcessors();
        session.setIntraOpNumThreads(options.threads() == 0 ? processors : options.threads());
        session.setInterOpNumThreads(1);
        session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        // Threads that spin between operators would keep an idle server's processors busy.
        session.addConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }

    @Override
    public ModelGeometry geometry() {
        return geometry;
    }

    @Override
    public int blockCount() {
        return options.blocks();
    }

    @Override
    public int blockSize() {
        return options.blockSize();
    }

    @Override
    public void launch(StepBatch batch) {
        launched = Optional.of(batch);
    }

    /// Only here the step is computed: the device is the caller's own processor, and what the
    /// caller does between the two calls would have to wait for it.
    @Override
    public Logits await() {
        var batch = launched.orElseThrow(() -> new IllegalStateException("no step was launched"));
        launched = Optional.empty();
        var rows = batch.sequences();
        reserveLogits(rows);
        for (var from = 0; from < rows; ) {
            var count = rowsOfRun(batch, from);
            run(batch, from, count);
            from += count;
        }
        return new Logits(logits, rows, geometry.vocabularySize());
    }

    @Override
    public Logits forward(StepBatch batch) {
        launch(batch);
        return await();
    }

    /// How many rows from `from` on share a run: as many as padding allows.
    private static int rowsOfRun(StepBatch batch, int from) {
        var longest = 0;
        var row = from;
        for (; row < batch.sequences(); row++) {
            longest = Math.max(longest, batch.count(row));
            var tokens = batch.start(row + 1) - batch.start(from);
            var rectangle = longest * (row + 1 - from);
            if (row > from && rectangle > MAX_PADDING_FACTOR * tokens) {
                break;
            }
        }
        return row - from;
    }

    private void run(StepBatch batch, int from, int rows) {
        var shape = shape(batch, from, rows);
        try (var output = logitsTensor(from, rows)) {
            var step = tensors(shape);
            step.fill(batch, from);
            outputs.put(GraphContract.LOGITS, output);
            session.run(step.inputs(), Set.of(), outputs).close();
        } catch (OrtException e) {
            throw new ModelFailure(
                    "the step failed for %d tokens of %d sequences over %d cache blocks: %s"
                            .formatted(shape.tokens(), rows, shape.blocks(), e.getMessage()),
                    e);
        }
    }

    private StepTensors.Shape shape(StepBatch batch, int from, int rows) {
        var longest = 0;
        for (var row = from; row < from + rows; row++) {
            if (batch.count(row) < 1) {
                throw new IllegalArgumentException(
                        "row %d of the step has no token".formatted(row));
            }
            longest = Math.max(longest, batch.length(row));
        }
        var steps = Math.ceilDiv(Math.ceilDiv(longest, options.blockSize()), BLOCK_TABLE_STEP);
        var tokens = batch.start(from + rows) - batch.start(from);
        return new StepTensors.Shape(tokens, rows, steps * BLOCK_TABLE_STEP);
    }

    /// The inputs for a shape, the least recently used of which are freed.
    private StepTensors tensors(StepTensors.Shape shape) throws OrtException {
        var found = tensors.get(shape);
        if (found == null) {
            found = new StepTensors(environment, shape, cache.past());
            tensors.put(shape, found);
            if (tensors.size() > KEPT_SHAPES) {
                tensors.pollFirstEntry().getValue().close();
            }
        }
        return found;
    }

    private OnnxTensor logitsTensor(int from, int rows) throws OrtException {
        var width = geometry.vocabularySize();
        return OnnxTensor.createTensor(
                environment, logits.slice(from * width, rows * width), new long[] {rows, width});
    }

    private void reserveLogits(int rows) {
        var floats = Math.multiplyExact(rows, geometry.vocabularySize());
        if (logits.capacity() < floats) {
            logits =
                    ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
        }
    }

    @Override
    public void copyBlock(int source, int target) {
        cache.copyBlock(source, target);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tensors.values().forEach(StepTensors::close);
        cache.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelFailure("the model cannot be closed: " + e.getMessage(), e);
        }
    }
}
