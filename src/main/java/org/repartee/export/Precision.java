package org.repartee.export;

/// How precisely a model for CUDA computes and keeps its weights. A model for the CPU keeps float32
/// whatever is asked for.
public record Precision(
        Activations activations, ProjectionFormat projections, ExpertFormat experts) {

    /// The checkpoint's own numbers: bfloat16, and experts exactly as they are.
    public static Precision exact() {
        return new Precision(Activations.BFLOAT16, ProjectionFormat.exact(), ExpertFormat.INT8);
    }
}
