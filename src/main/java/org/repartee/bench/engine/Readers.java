package org.repartee.bench.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.repartee.engine.Engine;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;

/// Those who ask an engine and read its answers, each on a virtual thread.
///
/// @param sampling how tokens are chosen
/// @param tokens that each answer has; no token ends it earlier
record Readers(Engine engine, Sampling sampling, int tokens) {

    /// A question that was asked.
    ///
    /// @param submitted stamp of `System.nanoTime()` before it was
    private record Asked(Generation generation, long submitted) {}

    /// Asks and reads to the end.
    Answer ask(int[] prompt) throws InterruptedException {
        return read(submit(prompt));
    }

    /// Asks everything at once, then reads.
    List<Answer> together(List<int[]> prompts) throws InterruptedException {
        var asked = prompts.stream().map(this::submit).toList();
        return inParallel(asked.stream().<Callable<Answer>>map(each -> () -> read(each)).toList());
    }

    private Asked submit(int[] prompt) {
        var submitted = System.nanoTime();
        return new Asked(
                engine.submit(GenerationRequest.of(prompt, sampling, tokens, Set.of())), submitted);
    }

    private static Answer read(Asked asked) throws InterruptedException {
        var sampled = LongStream.builder();
        var read = LongStream.builder();
        try (var generation = asked.generation()) {
            while (true) {
                switch (generation.next()) {
                    case GenerationEvent.Token(_, _, var at) -> {
                        read.add(System.nanoTime());
                        sampled.add(at);
                    }
                    case GenerationEvent.Failed(var cause, _) -> throw cause;
                    case GenerationEvent.Finished(_, var timeline) -> {
                        return new Answer(
                                asked.submitted(),
                                sampled.build(),
                                read.build(),
                                timeline.cachedTokens());
                    }
                }
            }
        }
    }

    /// So many users, each of whom asks the next question when answered.
    List<Answer> inTurns(int users, List<int[]> prompts) throws InterruptedException {
        var next = new AtomicInteger();
        Callable<List<Answer>> user =
                () -> {
                    var answers = new ArrayList<Answer>();
                    for (var i = next.getAndIncrement();
                            i < prompts.size();
                            i = next.getAndIncrement()) {
                        answers.add(ask(prompts.get(i)));
                    }
                    return answers;
                };
        return inParallel(Collections.nCopies(users, user)).stream().flatMap(List::stream).toList();
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var task : threads.invokeAll(tasks)) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a reader's thread broke", e.getCause());
        }
    }
}
