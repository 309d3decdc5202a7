package org.repartee.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.repartee.export.Exporter;
import org.repartee.runtime.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `export`: a published checkpoint becomes a model folder.
@Command(
        name = "export",
        description = "Writes a gpt-oss checkpoint as an ONNX model folder.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "CHECKPOINT",
            description = "folder with config.json and model.safetensors")
    private Path checkpoint = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "model folder to make; must not exist yet")
    private Path target = Path.of("");

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "cpu|cuda",
            description = "what the model will run on (${DEFAULT-VALUE})")
    private Device device = Device.CPU;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        var exporter = Exporter.of(checkpoint, target, device);
        if (!exporter.hasVocabulary()) {
            err.println(
                    "repartee: the checkpoint has no tokenizer.json: the model will take token ids, but no text");
        }
        var progress = new ProgressBar(err, exporter.bytesToRead(), System.console() != null);
        exporter.run(progress::read);
        progress.finish();
        return 0;
    }
}
