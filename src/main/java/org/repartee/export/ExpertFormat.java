package org.repartee.export;

/// How the experts' weights are kept for CUDA.
public enum ExpertFormat {
    /// Whole numbers of 8 bits, in which every MXFP4 value is exact.
    INT8(8, Activations.BFLOAT16),
    /// Whole numbers of 4 bits, the scale of each block chosen for the least error: half the
    /// memory, and no longer exact.
    INT4(4, Activations.BFLOAT16),
    /// MXFP4 as it is, exact in 4 bits: by an operator of our own, whose kernels need compute
    /// capability 8.0.
    MXFP4(4, Activations.FLOAT16);

    private final int bits;
    private final Activations activations;

    ExpertFormat(int bits, Activations activations) {
        this.bits = bits;
        this.activations = activations;
    }

    /// What to compute in if nothing else is asked for. The residual stream of a model trained in
    /// bfloat16 may leave float16's range; where it is float32, everything else is better kept in
    /// float16, which has three more bits of precision.
    public Activations activations() {
        return activations;
    }

    int bits() {
        return bits;
    }
}
