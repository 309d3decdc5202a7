package org.repartee.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.repartee.bench.Machine;
import org.repartee.runtime.ModelRuntime;

/// Measures a loaded and warmed-up model, one kind of thing after another.
///
/// @param progress told what is measured next
public record EngineBench(ModelRuntime runtime, Plan plan, Consumer<String> progress) {

    private static final double GIGABYTE = 1e9;

    public EngineReport run() throws InterruptedException {
        var rows = new ArrayList<Row>();
        var steps = new StepBench(runtime, plan);
        progress.accept("prefill");
        rows.addAll(steps.prefills());
        progress.accept("decode");
        rows.addAll(steps.decodes());
        var loads = new LoadBench(runtime, plan);
        progress.accept("decode through the engine");
        rows.addAll(loads.decodes());
        progress.accept("follow-up");
        rows.add(loads.followUp());
        progress.accept("mixed load");
        rows.addAll(loads.mixed());
        rows.addAll(memory());
        rows.add(coldShapes());
        return new EngineReport(rows);
    }

    private List<Row> memory() {
        var rows = new ArrayList<Row>();
        var bytes = runtime.blockCount() * runtime.geometry().blockBytes(runtime.blockSize());
        rows.add(
                Row.noted(
                        "memory, cache",
                        "%,d blocks of %d tokens, %s"
                                .formatted(
                                        runtime.blockCount(),
                                        runtime.blockSize(),
                                        gigabytes(bytes))));
        Machine.deviceMemory().ifPresent(used -> rows.add(Row.noted("memory, device", used)));
        OptionalLong peak = Machine.peakMemory();
        if (peak.isPresent()) {
            rows.add(Row.noted("memory, process at its most", gigabytes(peak.getAsLong())));
        }
        return rows;
    }

    private Row coldShapes() {
        return Row.noted(
                "kinds of steps met after the warm-up", String.valueOf(runtime.coldShapes()));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / GIGABYTE);
    }
}
