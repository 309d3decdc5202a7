package org.repartee.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.repartee.export.ExportRequest;
import org.repartee.export.Exporter;
import org.repartee.export.ModelSource.CheckpointFolder;
import org.repartee.export.Progress;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `export CHECKPOINT OUT --device cpu|cuda`.
@Command(
        name = "export",
        description = "Converts a gpt-oss checkpoint into a model that Repartee runs.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ExportCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "folder with config.json and safetensors in the published layout")
    private Path checkpoint;

    @Parameters(
            paramLabel = "OUT",
            description = "folder to write; an earlier export there is replaced")
    private Path out;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "what the model will run on (default: cpu)")
    private Device device;

    @Mixin private PrecisionOptions precision;

    @Option(
            names = "--kv-ranges",
            paramLabel = "FILE",
            description =
                    "measured ranges of keys and values, for the smaller caches on cuda (default:"
                            + " estimated from the weights)")
    private @Nullable Path kvRanges;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "what the model is called towards clients (default: the checkpoint's name)")
    private @Nullable String name;

    @Override
    public Integer call() {
        var console = spec.commandLine().getErr();
        var terminal = System.console() != null && System.console().isTerminal();
        var request =
                new ExportRequest(
                        new CheckpointFolder(checkpoint),
                        out,
                        device,
                        precision.precision(),
                        Optional.ofNullable(kvRanges),
                        Optional.ofNullable(name));
        var geometry = new Exporter(new Progress(console, terminal)).export(request);
        console.println(summary(request, geometry));
        return 0;
    }

    private static String summary(ExportRequest request, ModelGeometry geometry) {
        var bytes = geometry.files().stream().mapToLong(ModelFile::bytes).sum();
        return String.format(
                Locale.ROOT,
                "exported %s for %s: %d layers, %d experts, vocabulary of %,d, %,.1f MB in %s",
                geometry.name(),
                geometry.device().label(),
                geometry.layers(),
                geometry.experts(),
                geometry.vocabularySize(),
                bytes / MEGABYTE,
                request.out());
    }
}
