package org.repartee.export;

/// How precisely a model for CUDA computes and keeps its weights. A model for the CPU keeps float32
/// whatever is asked for.
public record Precision(
        Activations activations, ProjectionFormat projections, ExpertFormat experts) {

    /// The checkpoint's own weights, experts in their own 4 bits.
    public static Precision exact() {
        var experts = ExpertFormat.MXFP4;
        return new Precision(experts.activations(), ProjectionFormat.exact(), experts);
    }
}
