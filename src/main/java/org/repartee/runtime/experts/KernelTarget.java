package org.repartee.runtime.experts;

/// What the kernels were compiled for.
enum KernelTarget {
    /// Any GPU of compute capability 8.0 or newer.
    ANY("expert-block.ptx"),
    /// Compute capability 9.0 alone: with its own tensor core instructions.
    HOPPER("expert-block.sm_90a.ptx");

    private static final int HOPPER_CAPABILITY = 90;

    private final String resource;

    KernelTarget(String file) {
        resource = "/org/repartee/runtime/cuda/" + file;
    }

    /// @param computeCapability 10 * major + minor
    static KernelTarget of(int computeCapability) {
        return computeCapability == HOPPER_CAPABILITY ? HOPPER : ANY;
    }

    String resource() {
        return resource;
    }
}
