package org.repartee.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.repartee.engine.Engine;
import org.repartee.harmony.Effort;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelOptions;
import org.repartee.runtime.ModelOptions.DeviceOptions;
import org.repartee.runtime.Models;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `generate`: one answer on the command line, by the same engine as the server's.
@Command(
        name = "generate",
        description = "Generates from token ids, or answers a text as in a chat.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GenerateCommand implements Callable<Integer> {

    private static final int STEP_TOKENS = 256;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "model folder, as export writes it")
    private Path folder = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Input input = new Input();

    static final class Input {
        @Option(
                names = "--prompt-ids",
                split = ",",
                required = true,
                paramLabel = "ID",
                description = "the prompt as token ids: 1,2,3")
        private int[] ids = {};

        @Option(
                names = "--prompt",
                required = true,
                paramLabel = "TEXT",
                description =
                        "a question; its answer is printed, its reasoning goes to standard error")
        private String text = "";
    }

    @Mixin private SamplingOptions sampling = new SamplingOptions();

    @Option(
            names = "--reasoning-effort",
            defaultValue = "medium",
            paramLabel = "EFFORT",
            description = "low, medium or high (${DEFAULT-VALUE}); only with --prompt")
    private Effort effort = Effort.MEDIUM;

    @Option(names = "--json", description = "print {\"tokens\":[…],\"finish_reason\":…}")
    private boolean json;

    @Option(
            names = "--logits",
            description = "with --json: add the logits of the prompt's last position")
    private boolean logits;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "threads of a forward pass on the CPU; 0: one per core")
    private int threads;

    @Override
    public Integer call() throws InterruptedException {
        var geometry = ModelGeometry.read(folder);
        var options =
                new ModelOptions(
                        0,
                        0,
                        STEP_TOKENS,
                        1,
                        geometry.maxPositions(),
                        threads,
                        DeviceOptions.standard());
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        try (var runtime = Models.load(folder, options)) {
            var task =
                    input.ids.length > 0
                            ? Task.ofIds(input.ids, geometry, sampling)
                            : Task.ofText(input.text, effort, folder, sampling);
            var lastLogits =
                    logits
                            ? Optional.of(PromptLogits.of(runtime, task.request().prompt()))
                            : Optional.<float[]>empty();
            try (var engine = new Engine(runtime, task.limits(geometry));
                    var generation = engine.submit(task.request())) {
                return json
                        ? new JsonPrinter(out, lastLogits).print(generation, task.parser())
                        : new TextPrinter(out, err).print(generation, task.parser());
            }
        }
    }
}
