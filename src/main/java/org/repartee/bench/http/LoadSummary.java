package org.repartee.bench.http;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.repartee.bench.Distribution;

/// What a load's outcomes say together, in vLLM's terms. Durations are milliseconds.
///
/// @param load in words
/// @param failures how many of each kind
/// @param examples one message of each kind
/// @param seconds from the first request's start to the last one's end
/// @param cachedTokens prompt tokens from the server's prefix cache, over all requests; absent if
///   it does not tell
/// @param outputTokens over all requests
/// @param good completed requests that kept all limits; absent if there are none
/// @param server what Repartee tells of its own share; absent for other servers
public record LoadSummary(
        String load,
        int completed,
        Map<String, Integer> failures,
        Map<String, String> examples,
        double seconds,
        Distribution promptTokens,
        OptionalInt cachedTokens,
        long outputTokens,
        Distribution ttft,
        Distribution tpot,
        Distribution itl,
        Distribution e2el,
        OptionalInt good,
        Optional<ServerShare> server) {

    public static LoadSummary of(Load load, LoadRun.Result result, Optional<Goodput> limits) {
        var requests = new ArrayList<CompletedRequest>();
        var failures = new TreeMap<String, Integer>();
        var examples = new TreeMap<String, String>();
        for (var outcome : result.outcomes()) {
            switch (outcome) {
                case Outcome.Completed(var request) -> requests.add(request);
                case Outcome.Failed(var kind, var message) -> {
                    failures.merge(kind, 1, Integer::sum);
                    examples.putIfAbsent(kind, message);
                }
            }
        }
        return new LoadSummary(
                load.toString(),
                requests.size(),
                failures,
                examples,
                result.duration().toNanos() / 1e9,
                Distribution.of(requests.stream().mapToDouble(r -> r.tokens().prompt())),
                cached(requests),
                requests.stream().mapToLong(r -> r.tokens().output()).sum(),
                Distribution.of(requests.stream().mapToDouble(CompletedRequest::ttft)),
                Distribution.of(requests.stream().flatMapToDouble(CompletedRequest::tpot)),
                Distribution.of(requests.stream().flatMapToDouble(CompletedRequest::itl)),
                Distribution.of(requests.stream().mapToDouble(CompletedRequest::e2el)),
                good(requests, limits),
                ServerShare.of(requests));
    }

    private static OptionalInt cached(List<CompletedRequest> requests) {
        return requests.stream().allMatch(r -> r.tokens().cached().isPresent())
                ? OptionalInt.of(
                        requests.stream().mapToInt(r -> r.tokens().cached().orElse(0)).sum())
                : OptionalInt.empty();
    }

    private static OptionalInt good(List<CompletedRequest> requests, Optional<Goodput> limits) {
        return limits.map(l -> OptionalInt.of((int) requests.stream().filter(l::isGood).count()))
                .orElse(OptionalInt.empty());
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    double requestsPerSecond() {
        return completed / seconds;
    }

    double outputTokensPerSecond() {
        return outputTokens / seconds;
    }

    double totalTokensPerSecond() {
        return promptTokens.isEmpty()
                ? 0
                : (outputTokens + promptTokens.mean() * completed) / seconds;
    }

    /// Good requests per second.
    OptionalDouble goodput() {
        return good.isPresent()
                ? OptionalDouble.of(good.getAsInt() / seconds)
                : OptionalDouble.empty();
    }

    public JsonObjectBuilder toJson() {
        var errors = Json.createObjectBuilder();
        failures.forEach(errors::add);
        var json =
                Json.createObjectBuilder()
                        .add("load", load)
                        .add("completed", completed)
                        .add("failed", failed())
                        .add("failures", errors)
                        .add("duration_s", seconds)
                        .add("prompt_tokens", promptTokens.toJson())
                        .add("output_tokens", outputTokens)
                        .add("requests_per_s", requestsPerSecond())
                        .add("output_tokens_per_s", outputTokensPerSecond())
                        .add("total_tokens_per_s", totalTokensPerSecond())
                        .add("ttft_ms", ttft.toJson())
                        .add("tpot_ms", tpot.toJson())
                        .add("itl_ms", itl.toJson())
                        .add("e2el_ms", e2el.toJson());
        cachedTokens.ifPresent(tokens -> json.add("cached_prompt_tokens", tokens));
        goodput().ifPresent(rate -> json.add("goodput_requests_per_s", rate));
        server.ifPresent(share -> json.add("server_share", share.toJson()));
        return json;
    }
}
