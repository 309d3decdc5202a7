package org.repartee.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.repartee.engine.Engine;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;

/// Those who ask an engine and read its answers, each on a virtual thread.
///
/// @param sampling how tokens are chosen
/// @param tokens that each answer has; no token ends it earlier
record Readers(Engine engine, Sampling sampling, int tokens) {

    /// Asks and reads to the end.
    Answer ask(int[] prompt) throws InterruptedException {
        var sampled = LongStream.builder();
        var read = LongStream.builder();
        var request = GenerationRequest.of(prompt, sampling, tokens, Set.of());
        var submitted = System.nanoTime();
        try (var generation = engine.submit(request)) {
            while (true) {
                switch (generation.next()) {
                    case GenerationEvent.Token(_, _, var at) -> {
                        read.add(System.nanoTime());
                        sampled.add(at);
                    }
                    case GenerationEvent.Failed(var cause, _) -> throw cause;
                    case GenerationEvent.Finished(_, var timeline) -> {
                        return new Answer(
                                submitted,
                                sampled.build(),
                                read.build(),
                                timeline.cachedTokens());
                    }
                }
            }
        }
    }

    /// All ask at once.
    List<Answer> together(List<int[]> prompts) throws InterruptedException {
        return inTurns(prompts.size(), prompts);
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
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<Answer>>>();
            for (var i = 0; i < users; i++) {
                running.add(threads.submit(user));
            }
            var answers = new ArrayList<Answer>();
            for (var each : running) {
                answers.addAll(await(each));
            }
            return answers;
        }
    }

    private static List<Answer> await(Future<List<Answer>> user) throws InterruptedException {
        try {
            return user.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a reader's thread broke", e.getCause());
        }
    }
}
