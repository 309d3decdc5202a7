package org.repartee.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An exported model's folder, checked: its geometry can be read and its files have the sizes they
/// were written with.
record ModelFolder(Path path, ModelGeometry geometry) {

    private static final String MODEL = "model.onnx";

    /// @throws ModelFailure if the folder is missing or damaged, or was exported for another device
    static ModelFolder open(Path path, Device device) {
        var folder = new ModelFolder(path, ModelGeometry.read(path));
        if (folder.geometry().device() != device) {
            throw new ModelFailure(
                    "model %s was exported for %s, this process runs models on %s; %s --device %s"
                            .formatted(
                                    path,
                                    folder.geometry().device().label(),
                                    device.label(),
                                    folder.wayOut(),
                                    device.label()));
        }
        folder.geometry().files().forEach(folder::requireWhole);
        if (!Files.isRegularFile(folder.model())) {
            throw folder.failure("%s is missing".formatted(folder.model()));
        }
        return folder;
    }

    Path model() {
        return path.resolve(MODEL);
    }

    /// The graph whose cache is of a type.
    ///
    /// @throws ModelFailure if the folder has none
    Path graph(KvCacheDtype dtype) {
        var graph = path.resolve(dtype.fileName());
        if (!Files.isRegularFile(graph)) {
            throw failure(
                    "model folder %s has no graph with a cache of type %s: %s is missing"
                            .formatted(path, dtype.label(), graph));
        }
        return graph;
    }

    /// A failure that ends with the way out.
    ModelFailure failure(String what) {
        return new ModelFailure(what + "; " + wayOut());
    }

    ModelFailure failure(String what, Throwable cause) {
        return new ModelFailure(what + "; " + wayOut(), cause);
    }

    private String wayOut() {
        return GeometryJson.wayOut(path);
    }

    private void requireWhole(ModelFile file) {
        var found = path.resolve(file.name());
        if (!Files.isRegularFile(found)) {
            throw failure("%s is missing".formatted(found));
        }
        try {
            var size = Files.size(found);
            if (size != file.bytes()) {
                throw failure(
                        "%s is damaged: it must have %d bytes, it has %d"
                                .formatted(found, file.bytes(), size));
            }
        } catch (IOException e) {
            throw failure("%s cannot be read: %s".formatted(found, e.getMessage()), e);
        }
    }
}
