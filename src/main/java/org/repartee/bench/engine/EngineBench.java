package org.repartee.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.repartee.bench.Machine;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelRuntime;

/// Measures a loaded model, one part after another. A part that fails is told as such, and the
/// others go on.
public final class EngineBench {

    private static final double GIGABYTE = 1e9;

    private final ModelRuntime runtime;
    private final Plan plan;
    private final Consumer<String> progress;
    private final List<Row> rows = new ArrayList<>();

    /// @param progress told each result in words as soon as it is there
    public EngineBench(ModelRuntime runtime, Plan plan, Consumer<String> progress) {
        this.runtime = runtime;
        this.plan = plan;
        this.progress = progress;
    }

    public EngineReport run() throws InterruptedException {
        for (var part : plan.parts()) {
            try {
                measure(part);
            } catch (ModelFailure failure) {
                add(Row.failed(part.words(), failure));
            }
        }
        memory();
        add(
                Row.noted(
                        "kinds of steps met after the warm-up",
                        String.valueOf(runtime.coldShapes())));
        return new EngineReport(rows);
    }

    private void measure(Part part) throws InterruptedException {
        var steps = new StepBench(runtime, plan, this::add);
        var loads = new LoadBench(runtime, plan, this::add);
        switch (part) {
            case PREFILL -> steps.prefills();
            case DECODE -> steps.decodes();
            case ENGINE_DECODE -> loads.decodes();
            case FOLLOW_UP -> loads.followUps();
            case MIXED -> loads.mixed();
        }
    }

    private void add(Row row) {
        rows.add(row);
        progress.accept(row.inWords());
    }

    private void memory() {
        var bytes = runtime.blockCount() * runtime.geometry().blockBytes(runtime.blockSize());
        add(
                Row.noted(
                        "memory, cache",
                        "%,d blocks of %d tokens, %s"
                                .formatted(
                                        runtime.blockCount(),
                                        runtime.blockSize(),
                                        gigabytes(bytes))));
        Machine.deviceMemory().ifPresent(used -> add(Row.noted("memory, device", used)));
        Machine.peakMemory()
                .ifPresent(peak -> add(Row.noted("memory, process at its most", gigabytes(peak))));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / GIGABYTE);
    }
}
