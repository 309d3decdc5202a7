package org.repartee.cli;

import org.repartee.export.Activations;
import org.repartee.export.ExpertFormat;
import org.repartee.export.KernelLayout;
import org.repartee.export.Precision;
import org.repartee.export.ProjectionBits;
import org.repartee.export.ProjectionFormat;
import picocli.CommandLine.Option;

/// How precisely a model for CUDA computes and keeps its weights.
final class PrecisionOptions {

    @Option(
            names = "--activations",
            paramLabel = "float16|bfloat16",
            defaultValue = "bfloat16",
            description = "element type on cuda (default: bfloat16); the cpu computes in float32")
    private Activations activations = Activations.BFLOAT16;

    @Option(
            names = "--attention-bits",
            paramLabel = "16|8|4",
            defaultValue = "16",
            description =
                    "width of the attention's and the output projection's weights on cuda (default:"
                            + " 16, as they are)")
    private int attentionBits;

    @Option(
            names = "--attention-layout",
            paramLabel = "plain|hopper",
            defaultValue = "plain",
            description =
                    "order of these weights, if they have 8 or 4 bits (default: plain; hopper is"
                            + " faster, and runs on an H100 or H200 only)")
    private KernelLayout attentionLayout = KernelLayout.PLAIN;

    @Option(
            names = "--experts",
            paramLabel = "int8|int4|mxfp4",
            defaultValue = "int8",
            description =
                    "the experts' weights on cuda (default: int8, which is exact; int4 takes half"
                            + " the memory and is not; mxfp4 is exact in half the memory, by"
                            + " kernels of our own)")
    private ExpertFormat experts = ExpertFormat.INT8;

    String words() {
        return "%s-attention%d-%s-%s"
                .formatted(activations, attentionBits, attentionLayout, experts);
    }

    Precision precision() {
        return new Precision(
                activations,
                new ProjectionFormat(ProjectionBits.of(attentionBits), attentionLayout),
                experts);
    }
}
