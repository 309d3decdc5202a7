package org.repartee.export;

import java.util.List;

/// A tensor of the published gpt-oss layout.
///
/// @param dtype safetensors' name of the element type: [#BF16] or [#U8]
record TensorSpec(String name, String dtype, List<Long> shape) {

    static final String BF16 = "BF16";
    static final String U8 = "U8";

    TensorSpec {
        shape = List.copyOf(shape);
    }

    long bytes() {
        var elements = shape.stream().reduce(1L, Math::multiplyExact);
        return dtype.equals(BF16) ? elements * Short.BYTES : elements;
    }

    /// Element type and shape, as messages show them: `BF16 [32, 2880]`.
    String form() {
        return TensorInfo.form(dtype, shape);
    }
}
