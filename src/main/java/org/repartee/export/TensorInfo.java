package org.repartee.export;

import java.nio.file.Path;
import java.util.List;

/// Where a tensor of a checkpoint lies.
///
/// @param dtype safetensors' name of the element type: `BF16`, `F32`, `U8` …
/// @param file the shard that holds it
/// @param offset first byte within the file
/// @param bytes length of its data
record TensorInfo(String name, String dtype, List<Long> shape, Path file, long offset, long bytes) {

    TensorInfo {
        shape = List.copyOf(shape);
    }

    /// Element type and shape, as messages show them: `BF16 [32, 2880]`.
    String form() {
        return form(dtype, shape);
    }

    static String form(String dtype, List<Long> shape) {
        return dtype + " " + shape;
    }
}
