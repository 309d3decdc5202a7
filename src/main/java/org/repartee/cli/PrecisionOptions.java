package org.repartee.cli;

import java.util.Optional;
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
            description =
                    "element type on cuda (default: float16 with mxfp4 experts, whose residual"
                            + " stream is float32, else bfloat16); the cpu computes in float32")
    private Optional<Activations> activations = Optional.empty();

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
            paramLabel = "mxfp4|int8|int4",
            defaultValue = "mxfp4",
            description =
                    "the experts' weights on cuda (default: mxfp4, exact in the checkpoint's own 4"
                            + " bits; int8 is exact in twice the memory, int4 is not exact)")
    private ExpertFormat experts = ExpertFormat.MXFP4;

    String words() {
        return "%s-attention%d-%s-%s"
                .formatted(activations(), attentionBits, attentionLayout, experts);
    }

    Precision precision() {
        return new Precision(
                activations(),
                new ProjectionFormat(ProjectionBits.of(attentionBits), attentionLayout),
                experts);
    }

    private Activations activations() {
        return activations.orElse(experts.activations());
    }
}
