package org.repartee.runtime;

import java.util.List;
import java.util.Locale;

/// Which of a model folder's graphs to run: they differ in how keys and values are stored.
public enum KvCacheDtype {
    /// As precisely as the model computes.
    AUTO,
    INT8,
    FP8;

    /// The name in the configuration: `auto`, `int8`, `fp8`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such type
    public static KvCacheDtype of(String label) {
        for (var dtype : values()) {
            if (dtype.label().equals(label)) {
                return dtype;
            }
        }
        throw new IllegalArgumentException(
                "kv-cache-dtype must be one of %s, got \"%s\""
                        .formatted(
                                List.of(values()).stream().map(KvCacheDtype::label).toList(),
                                label));
    }

    /// The graph's file in a model folder.
    String fileName() {
        return this == AUTO ? "model.onnx" : "model.kv-" + label() + ".onnx";
    }
}
