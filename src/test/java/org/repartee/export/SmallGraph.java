package org.repartee.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a graph, or a part of one, by ONNX Runtime's CPU kernels.
final class SmallGraph {

    private SmallGraph() {}

    /// @param inputs arrays as Java's API takes them
    /// @return each output's array by name
    static Map<String, Object> run(GraphWriter graph, Path folder, Map<String, Object> inputs)
            throws IOException, OrtException {
        return run(write(graph, folder), inputs);
    }

    static Map<String, Object> run(Path model, Map<String, Object> inputs) throws OrtException {
        var environment = environment();
        var tensors = new LinkedHashMap<String, OnnxTensor>();
        try (var options = new OrtSession.SessionOptions()) {
            // Weights that a part does not use are worth a warning.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            for (var input : inputs.entrySet()) {
                tensors.put(input.getKey(), OnnxTensor.createTensor(environment, input.getValue()));
            }
            try (var session = environment.createSession(model.toString(), options);
                    var result = session.run(tensors)) {
                return arrays(result);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static Map<String, Object> arrays(OrtSession.Result result) throws OrtException {
        var arrays = new LinkedHashMap<String, Object>();
        for (var output : result) {
            arrays.put(output.getKey(), output.getValue().getValue());
        }
        return arrays;
    }

    /// Writes the graph and its weights.
    static Path write(GraphWriter graph, Path folder) throws IOException {
        var progress = GoldenModel.silent();
        progress.begin(graph.dataBytes());
        try (var data = new DataFile(folder)) {
            data.write(graph.weights(), progress);
        }
        return Files.write(folder.resolve("model.onnx"), graph.model().toByteArray());
    }

    /// ONNX Runtime, after the golden model has switched its telemetry off.
    static OrtEnvironment environment() {
        if (!Files.isDirectory(GoldenModel.folder())) {
            throw new IllegalStateException("the golden model is missing");
        }
        return OrtEnvironment.getEnvironment();
    }
}
