package org.repartee.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.repartee.bench.Setting;
import org.repartee.bench.engine.EngineBench;
import org.repartee.bench.engine.Plan;
import org.repartee.engine.WarmUpLog;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench engine`: how fast the engine is, without a server.
@Command(
        name = "engine",
        description = "Measures prefill, decode, cached turns and mixed load of a model.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchEngineCommand implements Callable<Integer> {

    private static final double NANOS_PER_SECOND = 1e9;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private MeasuredModel model = new MeasuredModel();

    @Mixin private PlanOptions plans = new PlanOptions();

    @Mixin private RuntimeOptions options = new RuntimeOptions();

    @Option(
            names = "--no-warm-up",
            description =
                    "do not compute every kind of step first: quick when only few are measured, but"
                            + " decode steps are not recorded then")
    private boolean cold;

    @Mixin private JsonOutput json = new JsonOutput();

    @Override
    public Integer call() throws InterruptedException {
        json.check();
        var out = spec.commandLine().getOut();
        var console = spec.commandLine().getErr();
        var begin = System.nanoTime();
        var folder = model.folder(console);
        var written = System.nanoTime();
        var geometry = ModelGeometry.read(folder);
        var plan = plans.plan(geometry);
        var how = options.of(plan.maxTokens(), plan.maxSequences(), plan.maxLength());
        try (var runtime = Models.load(folder, how)) {
            var loaded = System.nanoTime();
            if (!cold) {
                runtime.warmUp(new WarmUpLog());
            }
            var times =
                    String.format(
                            Locale.ROOT,
                            "weights ready after %.1f s, loaded in %.1f s, warmed up in %.1f s",
                            (written - begin) / NANOS_PER_SECOND,
                            (loaded - written) / NANOS_PER_SECOND,
                            (System.nanoTime() - loaded) / NANOS_PER_SECOND);
            return measure(runtime, plan, setting(folder, geometry, plan, times), out, console);
        }
    }

    private int measure(
            ModelRuntime runtime, Plan plan, Setting setting, PrintWriter out, PrintWriter console)
            throws InterruptedException {
        setting.print(out);
        var report = new EngineBench(runtime, plan, console::println).run();
        report.print(out);
        json.write(report.toJson(setting));
        return report.anyFailed() ? 1 : 0;
    }

    private Setting setting(Path folder, ModelGeometry geometry, Plan plan, String times) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("onnx", "ONNX Runtime " + Models.libraryVersion());
        facts.put(
                "model",
                "%s for %s in %s: %d layers, hidden %d, %d experts, vocabulary %,d"
                        .formatted(
                                geometry.name(),
                                geometry.device().label(),
                                folder,
                                geometry.layers(),
                                geometry.hiddenSize(),
                                geometry.experts(),
                                geometry.vocabularySize()));
        facts.put(
                "limits",
                "steps of %d tokens, %d beside answers, %d sequences of %,d tokens, %s"
                        .formatted(
                                plan.maxTokens(),
                                plan.maxMixedTokens(),
                                plan.maxSequences(),
                                plan.maxLength(),
                                options.words()));
        facts.put("start", times);
        return Setting.of(CommandWords.of(spec)).and(facts);
    }
}
