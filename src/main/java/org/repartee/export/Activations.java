package org.repartee.export;

/// Element types of CUDA's activations, and of its weights that are not quantized.
public enum Activations {
    FLOAT16,
    BFLOAT16;

    WeightType type() {
        return switch (this) {
            case FLOAT16 -> WeightType.FLOAT16;
            case BFLOAT16 -> WeightType.BFLOAT16;
        };
    }
}
