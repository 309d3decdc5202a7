package org.repartee.export;

/// How the experts' weights are kept for CUDA.
public enum ExpertFormat {
    /// Whole numbers of 8 bits, in which every MXFP4 value is exact.
    INT8(8),
    /// Whole numbers of 4 bits, the scale of each block chosen for the least error: half the
    /// memory, and no longer exact.
    INT4(4),
    /// MXFP4 as it is, exact in 4 bits: by an operator of our own, whose kernels need compute
    /// capability 8.0.
    MXFP4(4);

    private final int bits;

    ExpertFormat(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
