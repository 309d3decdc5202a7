package org.repartee.export;

import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.repartee.export.RandomCheckpoint.Size;
import org.repartee.runtime.Device;

/// Model folders for tests of other packages, in temporary folders.
public final class Exports {

    /// bfloat16, and experts by ONNX Runtime's own operator.
    static final Precision INT8_EXPERTS =
            new Precision(Activations.BFLOAT16, ProjectionFormat.exact(), ExpertFormat.INT8);

    private Exports() {}

    /// Exports a checkpoint for CUDA, its experts in 8 bits.
    public static Path forCuda(Path checkpoint, Activations activations) {
        return forCuda(checkpoint, activations, ExpertFormat.INT8);
    }

    /// Exports a checkpoint for CUDA.
    public static Path forCuda(Path checkpoint, Activations activations, ExpertFormat experts) {
        var out = temporary("cuda").resolve("model");
        var precision = new Precision(activations, ProjectionFormat.exact(), experts);
        new Exporter(GoldenModel.silent())
                .export(new ExportRequest(source(checkpoint), out, Device.CUDA, precision));
        return out;
    }

    /// Exports a checkpoint for the CPU, with all logits only.
    public static Path forCpu(Path checkpoint) {
        var out = temporary("cpu").resolve("model");
        GoldenModel.export(checkpoint, out);
        return out;
    }

    /// Exports a checkpoint for the CPU, with candidates.
    public static Path forCpuWithCandidates(Path checkpoint) {
        return forCpu(checkpoint, PortableOptions.standard(Scores.CANDIDATES));
    }

    /// The same with the experts' block as one operator of our own.
    public static Path forCpuWithExpertBlock(Path checkpoint) {
        return forCpu(checkpoint, new PortableOptions(Scores.CANDIDATES, true));
    }

    private static Path forCpu(Path checkpoint, PortableOptions options) {
        var out = temporary("cpu").resolve("model");
        var request = new ExportRequest(source(checkpoint), out, Device.CPU, Precision.exact());
        new Exporter(GoldenModel.silent(), options).export(request);
        return out;
    }

    private static ModelSource source(Path checkpoint) {
        return new ModelSource.CheckpointFolder(checkpoint);
    }

    /// A random checkpoint with 1,024 positions, heads as wide as gpt-oss's, and a vocabulary so
    /// large that candidates are searched in chunks, the last of them not full.
    public static Path randomCheckpoint() {
        var folder = temporary("checkpoint");
        var size = new Size(4, 128, 128, 8, 2, 64, 9000, 128, 8, 4, false);
        var checkpoint = new RandomCheckpoint(size, 20_261_124).write(folder);
        var config =
                Json.createObjectBuilder(checkpoint.config().build())
                        .add("max_position_embeddings", 1024)
                        .build();
        try {
            Files.writeString(folder.resolve("config.json"), config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private static Path temporary(String name) {
        try {
            return Files.createTempDirectory("repartee-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
