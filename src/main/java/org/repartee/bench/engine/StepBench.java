package org.repartee.bench.engine;

import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.repartee.bench.Distribution;
import org.repartee.runtime.ModelRuntime;

/// Measures the runtime's steps: prefill and decode, without an engine.
///
/// @param results told each result as soon as it is there
record StepBench(ModelRuntime runtime, Plan plan, Consumer<Row> results) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM_UP_STEPS = 8;
    private static final int WARM_UP_PREFILLS = 2;
    private static final int COMPUTED_CONTEXTS = 16;

    void prefills() {
        plan.prefills().forEach(length -> results.accept(prefill(length)));
    }

    private Row prefill(int length) {
        var what = "prefill, %,d tokens".formatted(length);
        var lack = lack(1, length);
        if (!lack.isEmpty()) {
            return Row.skipped(what, lack);
        }
        var sequence = new CachedSequences(runtime, plan.maxTokens(), 1, length);
        for (var i = 0; i < WARM_UP_PREFILLS; i++) {
            sequence.prefill(0, sequence.randomTokens(length));
        }
        var times = DoubleStream.builder();
        for (var i = 0; i < plan.repeats(); i++) {
            var tokens = sequence.randomTokens(length);
            var begin = System.nanoTime();
            sequence.prefill(0, tokens);
            times.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
        }
        var row = Row.of(what, Distribution.of(times.build()), length);
        var chunks = Math.ceilDiv(length, plan.maxTokens());
        return chunks == 1 ? row : row.noting("in %d chunks".formatted(chunks));
    }

    void decodes() {
        plan.contexts().forEach(this::decodes);
    }

    /// All batches on the same sequences, which are computed once.
    private void decodes(int context) {
        var length = context + WARM_UP_STEPS + plan.steps();
        var held = plan.batches().stream().filter(batch -> lack(batch, length).isEmpty()).toList();
        if (!held.isEmpty()) {
            var sequences = cached(held.getLast(), context, length);
            held.forEach(batch -> results.accept(decode(sequences, batch, context)));
        }
        plan.batches().stream()
                .filter(batch -> !held.contains(batch))
                .forEach(batch ->
                        results.accept(Row.skipped(what(batch, context), lack(batch, length))));
    }

    private CachedSequences cached(int count, int context, int length) {
        var sequences = new CachedSequences(runtime, plan.maxTokens(), count, length);
        for (var i = 0; i < count; i++) {
            if (i < COMPUTED_CONTEXTS) {
                sequences.prefill(i, sequences.randomTokens(context));
            } else {
                sequences.copy(i % COMPUTED_CONTEXTS, i);
            }
        }
        return sequences;
    }

    private Row decode(CachedSequences sequences, int batch, int context) {
        for (var i = 0; i < WARM_UP_STEPS; i++) {
            sequences.decode(batch, context + i);
        }
        var stamps = new long[plan.steps() + 1];
        stamps[0] = System.nanoTime();
        for (var i = 0; i < plan.steps(); i++) {
            sequences.decode(batch, context + WARM_UP_STEPS + i);
            stamps[i + 1] = System.nanoTime();
        }
        return Row.of(what(batch, context), gaps(stamps), batch);
    }

    private static String what(int batch, int context) {
        return "decode, batch %d, context %,d".formatted(batch, context);
    }

    /// Milliseconds between neighbouring stamps.
    static Distribution gaps(long[] stamps) {
        return Distribution.of(
                LongStream.range(1, stamps.length)
                        .mapToDouble(
                                i -> (stamps[(int) i] - stamps[(int) i - 1]) / NANOS_PER_MILLI));
    }

    private String lack(int count, int length) {
        return lack(runtime, plan, count, length);
    }

    /// Why so many sequences of a length cannot be; empty if they can.
    static String lack(ModelRuntime runtime, Plan plan, int count, int length) {
        if (length > plan.maxLength()) {
            return "a sequence has at most %,d tokens".formatted(plan.maxLength());
        }
        var needed = CachedSequences.blocksFor(runtime, count, length);
        return needed <= runtime.blockCount()
                ? ""
                : "needs %,d cache blocks of %d tokens, there are %,d"
                        .formatted(needed, runtime.blockSize(), runtime.blockCount());
    }
}
