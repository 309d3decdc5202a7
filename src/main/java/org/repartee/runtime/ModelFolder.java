package org.repartee.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of an exported model, checked against what the exporter wrote down.
final class ModelFolder {

    /// The graph; its weights lie beside it.
    static final String GRAPH = "model.onnx";

    private ModelFolder() {}

    /// @throws ModelFailure if a file is missing or has another size than it was written with
    static void check(Path folder, ModelGeometry geometry) {
        for (var file : geometry.files()) {
            var path = folder.resolve(file.name());
            var bytes = size(path, folder);
            if (bytes != file.bytes()) {
                throw new ModelFailure(
                        "%s is damaged: it must have %d bytes, but has %d; %s"
                                .formatted(path, file.bytes(), bytes, GeometryJson.wayOut(folder)));
            }
        }
        if (!Files.isRegularFile(folder.resolve(GRAPH))) {
            throw missing(folder.resolve(GRAPH), folder);
        }
    }

    private static long size(Path path, Path folder) {
        if (!Files.isRegularFile(path)) {
            throw missing(path, folder);
        }
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new ModelFailure("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static ModelFailure missing(Path path, Path folder) {
        return new ModelFailure(
                "%s is missing, so %s is no complete model; %s"
                        .formatted(path, folder, GeometryJson.wayOut(folder)));
    }
}
