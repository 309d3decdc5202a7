package org.repartee.runtime;

import java.util.Locale;
import org.repartee.runtime.cuda.ElementType;

/// The element type of the key and value cache, as the graph declares it.
public enum CacheType {
    FLOAT32(ElementType.FLOAT32),
    FLOAT16(ElementType.FLOAT16),
    BFLOAT16(ElementType.BFLOAT16),
    /// Eight bits, with one scale per tensor in the graph.
    INT8(ElementType.INT8),
    /// Four bits of exponent and three of mantissa, with one scale per tensor in the graph.
    FP8(ElementType.FLOAT8);

    private final ElementType element;

    CacheType(ElementType element) {
        this.element = element;
    }

    /// Bytes of one element.
    public int bytes() {
        return element.bytes();
    }

    /// The name in `geometry.json`: `float32`, `float16`, `bfloat16`, `int8`, `fp8`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether keys and values are stored less precisely than they are computed.
    public boolean isQuantized() {
        return this == INT8 || this == FP8;
    }

    ElementType element() {
        return element;
    }

    static CacheType of(ElementType element) {
        return switch (element) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case INT8 -> INT8;
            case FLOAT8 -> FP8;
            case UINT8, INT32, INT64 ->
                    throw new IllegalArgumentException("a cache of " + element + " is unknown");
        };
    }
}
