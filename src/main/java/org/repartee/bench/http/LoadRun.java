package org.repartee.bench.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Puts a load on a server and collects what becomes of each request.
///
/// @param first index of the first prompt; each prompt is sent once
/// @param requests how many are sent
public record LoadRun(
        StreamingClient client, RequestShape shape, Prompts prompts, int first, int requests) {

    /// @param duration from before the first request until the last one's end
    public record Result(List<Outcome> outcomes, Duration duration) {
        public Result {
            outcomes = List.copyOf(outcomes);
        }
    }

    public Result under(Load load) throws InterruptedException {
        var bodies = bodies();
        var begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes =
                    switch (load) {
                        case Load.Users(var users) -> closedLoop(users, bodies, threads);
                        case Load.Rate(var perSecond) -> openLoop(perSecond, bodies, threads);
                    };
            return new Result(outcomes, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /// Made before the clock runs.
    private List<String> bodies() {
        var bodies = new ArrayList<String>(requests);
        for (var i = 0; i < requests; i++) {
            bodies.add(shape.body(prompts.of(first + i)));
        }
        return bodies;
    }

    private List<Outcome> closedLoop(int users, List<String> bodies, ExecutorService threads)
            throws InterruptedException {
        var next = new AtomicInteger();
        var running = new ArrayList<Future<List<Outcome>>>();
        for (var user = 0; user < users; user++) {
            running.add(threads.submit(() -> user(next, bodies)));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var user : running) {
            outcomes.addAll(await(user));
        }
        return outcomes;
    }

    private List<Outcome> user(AtomicInteger next, List<String> bodies) {
        var outcomes = new ArrayList<Outcome>();
        for (var i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
            outcomes.add(client.complete(bodies.get(i)));
        }
        return outcomes;
    }

    private List<Outcome> openLoop(double perSecond, List<String> bodies, ExecutorService threads)
            throws InterruptedException {
        var random = new SplittableRandom(prompts.seed());
        var running = new ArrayList<Future<Outcome>>();
        var due = System.nanoTime();
        for (var body : bodies) {
            due += Math.round(random.nextExponential() / perSecond * 1e9);
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            running.add(threads.submit(() -> client.complete(body)));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var request : running) {
            outcomes.add(await(request));
        }
        return outcomes;
    }

    private static <T> T await(Future<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request's thread broke", e.getCause());
        }
    }
}
