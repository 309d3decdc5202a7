package org.repartee.export;

import java.nio.file.Path;

/// What a model is made from.
public sealed interface ModelSource {

    /// A checkpoint in the published gpt-oss layout.
    ///
    /// @param path its folder
    record CheckpointFolder(Path path) implements ModelSource {

        public CheckpointFolder {
            path = path.toAbsolutePath().normalize();
        }
    }

    /// Random weights: a model that can be measured but says nothing. The same seed makes the same
    /// model.
    record RandomWeights(ModelShape shape, long seed) implements ModelSource {}
}
