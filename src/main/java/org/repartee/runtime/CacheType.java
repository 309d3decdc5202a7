package org.repartee.runtime;

import java.util.Locale;

/// The element type of the key and value cache, as the graph declares it.
public enum CacheType {
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2);

    private final int bytes;

    CacheType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    /// The name in `geometry.json`: `float32`, `float16`, `bfloat16`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
