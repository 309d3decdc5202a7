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
import java.util.Map;
import java.util.Set;

/// A model on the CPU: the portable graph in ONNX Runtime, its KV cache in direct memory.
///
/// A step is split so that padding inside the graph never explodes: rows of one token run together,
/// each longer slice alone. Not thread-safe: the engine thread calls it.
public final class CpuModel implements ModelRuntime {

    private static final Set<String> LOGITS = Set.of("logits");

    private final ModelGeometry geometry;
    private final Options options;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final CpuKvCache cache;
    private final CpuStep step;
    private FloatBuffer logits = FloatBuffer.allocate(0);

    /// @param blocks KV blocks to hold, at least 1
    /// @param blockSize tokens per block, at least 1
    /// @param threads threads of a forward pass; 0: one per core
    public record Options(int blocks, int blockSize, int threads) {
        public Options {
            require("blocks", blocks, 1);
            require("block_size", blockSize, 1);
            require("threads", threads, 0);
        }

        private static void require(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        name + " must be at least " + least + ", got " + value);
            }
        }
    }

    private CpuModel(
            ModelGeometry geometry, Options options, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        this.geometry = geometry;
        this.options = options;
        this.environment = environment;
        this.session = session;
        this.cache = new CpuKvCache(environment, geometry, options);
        this.step = new CpuStep(environment, session.getInputNames());
    }

    /// Opens an exported model.
    ///
    /// @throws ModelFailure if the folder is missing or damaged, or was exported for another device
    public static CpuModel load(Path folder, Options options) {
        var geometry = ModelGeometry.read(folder);
        ModelFolder.check(folder, geometry);
        if (geometry.device() != Device.CPU) {
            throw new ModelFailure(
                    "%s was exported for %s, but this process runs models on cpu; export it with --device cpu"
                            .formatted(folder, geometry.device().label()));
        }
        try (var sessionOptions = sessionOptions(options)) {
            var environment = OrtEnvironment.getEnvironment();
            var graph = folder.resolve(ModelFolder.GRAPH);
            var session = environment.createSession(graph.toString(), sessionOptions);
            return new CpuModel(geometry, options, environment, session);
        } catch (OrtException e) {
            throw new ModelFailure(
                    "%s cannot be loaded: %s; %s"
                            .formatted(folder, e.getMessage(), GeometryJson.wayOut(folder)),
                    e);
        }
    }

    /// Without spinning, threads sleep between steps: an idle server burns no CPU.
    private static OrtSession.SessionOptions sessionOptions(Options options) throws OrtException {
        var sessionOptions = new OrtSession.SessionOptions();
        var cores = Runtime.getRuntime().availableProcessors();
        sessionOptions.setIntraOpNumThreads(options.threads() == 0 ? cores : options.threads());
        sessionOptions.setInterOpNumThreads(1);
        sessionOptions.addConfigEntry("session.intra_op.allow_spinning", "0");
        sessionOptions.setMemoryPatternOptimization(false);
        sessionOptions.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        return sessionOptions;
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
    public Logits forward(StepBatch batch) {
        reserve(batch.sequences());
        try {
            step.begin(batch);
            for (var row = 0; row < batch.sequences(); row++) {
                if (batch.count(row) == 1) {
                    step.add(row);
                }
            }
            run(batch);
            for (var row = 0; row < batch.sequences(); row++) {
                if (batch.count(row) > 1) {
                    step.add(row);
                    run(batch);
                }
            }
        } catch (OrtException e) {
            throw new ModelFailure(
                    "a step of %d sequences and %d tokens failed: %s"
                            .formatted(batch.sequences(), batch.tokens(), e.getMessage()),
                    e);
        }
        return new Logits(logits, batch.sequences(), geometry.vocabularySize());
    }

    private void run(StepBatch batch) throws OrtException {
        if (step.isEmpty()) {
            return;
        }
        try (var inputs = step.inputs();
                var result = session.run(cache.with(inputs.tensors()), LOGITS, cache.outputs())) {
            var values = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
            for (var i = 0; i < step.rows(); i++) {
                keep(batch, step.row(i), values, i);
            }
        }
        step.clear();
    }

    private void keep(StepBatch batch, int row, FloatBuffer values, int index) {
        if (batch.wantsLogits(row)) {
            var size = geometry.vocabularySize();
            logits.put(row * size, values, index * size, size);
        }
    }

    private void reserve(int rows) {
        var needed = Math.multiplyExact(rows, geometry.vocabularySize());
        if (logits.capacity() < needed) {
            logits =
                    ByteBuffer.allocateDirect(Math.multiplyExact(needed, Float.BYTES))
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
        try {
            cache.close();
            session.close();
        } catch (OrtException e) {
            throw new ModelFailure("the model could not be closed: " + e.getMessage(), e);
        }
    }

    /// Tensors of one run by input name.
    record Inputs(Map<String, OnnxTensor> tensors) implements AutoCloseable {
        @Override
        public void close() {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
