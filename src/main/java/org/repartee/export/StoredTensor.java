package org.repartee.export;

import java.nio.file.Path;
import java.util.List;

/// Where a tensor lies in a checkpoint.
///
/// @param dtype safetensors' name of its element type
/// @param offset of its first byte in the file
/// @param bytes its size
record StoredTensor(
        String name, String dtype, List<Long> shape, Path file, long offset, long bytes) {

    /// How error messages and people describe it: `BF16 [32, 2880]`.
    String description() {
        return dtype + " " + shape;
    }
}
