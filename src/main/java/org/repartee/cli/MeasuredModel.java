package org.repartee.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.repartee.export.ExportRequest;
import org.repartee.export.Exporter;
import org.repartee.export.ModelShape;
import org.repartee.export.ModelSource.RandomWeights;
import org.repartee.export.Progress;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelGeometry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which model is measured: an exported one, or one of random weights.
final class MeasuredModel {

    private static final long SEED = 1;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    static final class Source {
        @Option(
                names = "--model",
                required = true,
                paramLabel = "DIR",
                description = "model folder, as export writes it")
        private @Nullable Path folder;

        @Option(
                names = "--random",
                required = true,
                arity = "0..1",
                fallbackValue = "",
                paramLabel = "DIR",
                description =
                        "random weights, written into DIR unless they are there (default: a folder"
                                + " for temporary files)")
        private @Nullable Path random;
    }

    @Option(
            names = "--shape",
            defaultValue = "gpt_oss_20b",
            paramLabel = "gpt_oss_20b|tiny",
            description = "of random weights (default: gpt_oss_20b)")
    private ModelShape shape = ModelShape.GPT_OSS_20B;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "cpu|cuda",
            description = "what random weights are written for (default: cpu)")
    private Device device = Device.CPU;

    @Mixin private PrecisionOptions precision = new PrecisionOptions();

    /// The model's folder, written if need be.
    Path folder(PrintWriter console) {
        if (source.folder != null) {
            return source.folder;
        }
        var given = source.random;
        var folder = given == null || given.toString().isEmpty() ? standardFolder() : given;
        if (isThere(folder)) {
            console.println("measuring what is in %s already, as it is".formatted(folder));
        } else {
            console.println("writing random weights into " + folder);
            var request =
                    new ExportRequest(
                            new RandomWeights(shape, SEED), folder, device, precision.precision());
            new Exporter(new Progress(console, false)).export(request);
        }
        return folder;
    }

    /// Named after all that the weights depend on.
    private Path standardFolder() {
        var name =
                "repartee-random-%s-%s-%s"
                        .formatted(shape, device, precision.words())
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-");
        return Path.of(System.getProperty("java.io.tmpdir"), name);
    }

    private boolean isThere(Path folder) {
        try {
            return ModelGeometry.read(folder).device() == device;
        } catch (ModelFailure missing) {
            return false;
        }
    }
}
