package org.repartee.bench.engine;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.repartee.bench.Distribution;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.sampling.Sampling;
import org.repartee.runtime.ModelRuntime;

/// Measures the engine above the runtime, through `submit` and what its readers see.
///
/// @param results told each result as soon as it is there
record LoadBench(ModelRuntime runtime, Plan plan, Consumer<Row> results, SplittableRandom random) {

    private static final int WARM_UP_STEPS = 8;
    private static final int WARM_UP_TURNS = 2;
    private static final int CACHED = 1200;
    private static final int NEW = 60;

    LoadBench(ModelRuntime runtime, Plan plan, Consumer<Row> results) {
        this(runtime, plan, results, new SplittableRandom(2));
    }

    /// Decode of each batch at the first context.
    void decodes() throws InterruptedException {
        for (var batch : plan.batches()) {
            results.accept(decode(batch, plan.contexts().getFirst()));
        }
    }

    private Row decode(int batch, int context) throws InterruptedException {
        var what = "decode through the engine, batch %d, context %,d".formatted(batch, context);
        // While later prompts are computed, earlier sequences go on.
        var early = Math.ceilDiv(batch * context, Math.max(1, plan.maxMixedTokens() - batch));
        var tokens = early + WARM_UP_STEPS + plan.steps();
        var lack = lack(batch, context + tokens);
        if (!lack.isEmpty()) {
            return Row.skipped(what, lack);
        }
        try (var engine = engine()) {
            var answers = readers(engine, tokens).together(prompts(batch, context, context));
            var begin = answers.stream().mapToLong(Answer::firstSampled).max().orElseThrow();
            var end = answers.stream().mapToLong(Answer::lastSampled).min().orElseThrow();
            var stamps = answers.getFirst().sampledWithin(begin, end);
            if (stamps.length < WARM_UP_STEPS + 2) {
                return Row.skipped(what, "the sequences never decoded all together");
            }
            var measured = Arrays.copyOfRange(stamps, WARM_UP_STEPS, stamps.length);
            return Row.of(what, StepBench.gaps(measured), batch);
        }
    }

    /// A further turn of a conversation whose earlier turns are in the cache.
    void followUps() throws InterruptedException {
        results.accept(followUp());
    }

    private Row followUp() throws InterruptedException {
        var what = "follow-up, %d new tokens after %,d cached".formatted(NEW, CACHED);
        var lack = lack(2, CACHED + NEW + 1);
        if (!lack.isEmpty()) {
            return Row.skipped(what, lack);
        }
        try (var engine = engine()) {
            var readers = readers(engine, 1);
            var times = DoubleStream.builder();
            var cached = 0;
            for (var turn = 0; turn < WARM_UP_TURNS + plan.repeats(); turn++) {
                var whole = randomTokens(CACHED + NEW);
                readers.ask(Arrays.copyOf(whole, CACHED));
                var answer = readers.ask(whole);
                if (turn >= WARM_UP_TURNS) {
                    times.add(answer.timeToFirstToken());
                    cached += answer.cachedTokens();
                }
            }
            return Row.of(what, Distribution.of(times.build()))
                    .noting("%,d tokens from the cache".formatted(cached / plan.repeats()));
        }
    }

    /// The load of several users: time to first token, time between tokens, throughput.
    void mixed() throws InterruptedException {
        mixedRows().forEach(results);
    }

    private List<Row> mixedRows() throws InterruptedException {
        var load = plan.mixed();
        var longest = Math.min(load.longestPrompt(), plan.maxLength() - load.answer());
        var what =
                "mixed load, %d users, prompts %,d-%,d, answers %d"
                        .formatted(load.users(), load.shortestPrompt(), longest, load.answer());
        if (longest < load.shortestPrompt()) {
            return List.of(Row.skipped(what, lack(1, load.shortestPrompt() + load.answer())));
        }
        try (var engine = engine()) {
            var readers = readers(engine, load.answer());
            readers.inTurns(load.users(), prompts(load.users(), load.shortestPrompt(), longest));
            var prompts = prompts(load.requests(), load.shortestPrompt(), longest);
            var begin = System.nanoTime();
            var answers = readers.inTurns(load.users(), prompts);
            var seconds = (System.nanoTime() - begin) / 1e9;
            var tokens = answers.stream().mapToLong(Answer::tokens).sum();
            var first = answers.stream().mapToDouble(Answer::timeToFirstToken);
            return List.of(
                    Row.of(what + ": TTFT", Distribution.of(first)),
                    Row.of(
                            what + ": between tokens",
                            Distribution.of(answers.stream().flatMapToDouble(Answer::gaps))),
                    Row.rate(what + ": output", tokens / seconds)
                            .noting(
                                    "%d requests in %.1f s, %d preemptions"
                                            .formatted(
                                                    answers.size(),
                                                    seconds,
                                                    engine.snapshot().preemptions())));
        }
    }

    private Engine engine() {
        return new Engine(
                runtime,
                new EngineLimits(
                        plan.maxSequences(),
                        plan.maxTokens(),
                        plan.maxMixedTokens(),
                        plan.maxLength(),
                        plan.maxSequences(),
                        Math.multiplyExact(plan.maxSequences(), plan.maxLength())));
    }

    private static Readers readers(Engine engine, int tokens) {
        return new Readers(engine, Sampling.greedy(), tokens);
    }

    private List<int[]> prompts(int count, int shortest, int longest) {
        return IntStream.range(0, count)
                .mapToObj(_ -> randomTokens(random.nextInt(shortest, longest + 1)))
                .toList();
    }

    private int[] randomTokens(int count) {
        return random.ints(count, 0, runtime.geometry().vocabularySize()).toArray();
    }

    private String lack(int count, int length) {
        return StepBench.lack(runtime, plan, count, length);
    }
}
