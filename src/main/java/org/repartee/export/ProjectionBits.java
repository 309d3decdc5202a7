package org.repartee.export;

/// How the weights of attention's projections and of the output projection are kept for CUDA.
public enum ProjectionBits {
    /// As activations are; what the checkpoint holds, if these are bfloat16.
    SIXTEEN(16),
    /// Whole numbers of 8 bits with a scale for each block of [KernelLayout#block].
    EIGHT(8),
    /// Whole numbers of 4 bits with a scale for each block of [KernelLayout#block].
    FOUR(4);

    private final int bits;

    ProjectionBits(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /// @throws IllegalArgumentException if there is no such width
    public static ProjectionBits of(int bits) {
        for (var width : values()) {
            if (width.bits == bits) {
                return width;
            }
        }
        throw new IllegalArgumentException("--attention-bits must be 16, 8 or 4, got " + bits);
    }
}
