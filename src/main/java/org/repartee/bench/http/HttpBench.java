package org.repartee.bench.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.repartee.bench.Setting;

/// Measures a server under one load after another.
///
/// @param shape what all requests have in common
/// @param length tokens of a prompt
/// @param sharedTokens tokens that all prompts begin with
/// @param seed of the prompts
public record HttpBench(
        StreamingClient client,
        RequestShape shape,
        TokenRange length,
        int sharedTokens,
        long seed) {

    private static final int REQUESTS_PER_USER = 5;
    private static final int FEWEST = 20;

    /// What is measured, added to where.
    public Setting describe(Setting setting) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("server", client.endpoint().base().toString());
        facts.put("model", shape.model());
        facts.put(
                "requests",
                "prompts of %s tokens (%d shared), answers of %s%d, seed %d"
                        .formatted(
                                length,
                                sharedTokens,
                                shape.fixedLength() ? "" : "at most ",
                                shape.maxTokens(),
                                seed));
        facts.put(
                "clock",
                "TTFT ends with the first chunk that holds text: reasoning_content, reasoning, content or tool_calls");
        return setting.and(facts);
    }

    /// @param requests of each load; 0: by its users
    /// @param warmUp requests before each load, which do not count; 0: one for each user
    /// @throws ServerFailure if the server cannot be asked how long its prompts are
    public LoadReport run(List<Load> loads, int requests, int warmUp, Optional<Goodput> limits)
            throws InterruptedException {
        var lengths = PromptLengths.measure(client, shape);
        var prompts = new Prompts(seed, length, sharedTokens, lengths);
        return run(prompts, loads, requests, warmUp, limits);
    }

    LoadReport run(
            Prompts prompts, List<Load> loads, int requests, int warmUp, Optional<Goodput> limits)
            throws InterruptedException {
        var summaries = new ArrayList<LoadSummary>();
        var next = 0;
        for (var load : loads) {
            var users = concurrency(load);
            var first = new LoadRun(client, shape, prompts, next, Math.max(users, warmUp));
            next += first.requests();
            first.under(new Load.Users(users));
            var count = requests > 0 ? requests : requests(load);
            var run = new LoadRun(client, shape, prompts, next, count);
            next += count;
            summaries.add(LoadSummary.of(load, run.under(load), limits));
        }
        return new LoadReport(summaries, limits);
    }

    private static int requests(Load load) {
        return Math.max(FEWEST, REQUESTS_PER_USER * concurrency(load));
    }

    /// How many users there are, or seem to be.
    private static int concurrency(Load load) {
        return switch (load) {
            case Load.Users(var count) -> count;
            case Load.Rate(var perSecond) -> (int) Math.ceil(Math.min(perSecond, 64));
        };
    }
}
