package org.repartee.export;

/// How the weights of attention's projections and of the output projection are kept for CUDA.
///
/// @param layout their order, if they are quantized
public record ProjectionFormat(ProjectionBits bits, KernelLayout layout) {

    /// As the checkpoint has them.
    public static ProjectionFormat exact() {
        return new ProjectionFormat(ProjectionBits.SIXTEEN, KernelLayout.PLAIN);
    }
}
