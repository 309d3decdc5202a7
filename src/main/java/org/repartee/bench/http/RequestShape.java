package org.repartee.bench.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;

/// What all requests of a run have in common.
///
/// @param maxTokens most output tokens, at least 1
/// @param fixedLength whether answers shall have exactly `maxTokens` tokens: asked for with vLLM's
///   `min_tokens`, which not every server knows
/// @param temperature 0 for greedy
/// @param more further fields of the body
public record RequestShape(
        String model,
        int maxTokens,
        boolean fixedLength,
        double temperature,
        Optional<String> reasoningEffort,
        JsonObject more) {

    public RequestShape {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("--max-tokens must be at least 1, got " + maxTokens);
        }
    }

    /// A streamed request.
    String body(String prompt) {
        var json =
                start(prompt)
                        .add("stream", true)
                        .add(
                                "stream_options",
                                Json.createObjectBuilder().add("include_usage", true))
                        .add("max_tokens", maxTokens);
        if (fixedLength) {
            json.add("min_tokens", maxTokens);
        }
        return json.build().toString();
    }

    /// A request for one token, whole.
    String probe(String prompt) {
        return start(prompt).add("max_tokens", 1).build().toString();
    }

    private JsonObjectBuilder start(String prompt) {
        var message = Json.createObjectBuilder().add("role", "user").add("content", prompt);
        var json =
                Json.createObjectBuilder()
                        .add("model", model)
                        .add("messages", Json.createArrayBuilder().add(message))
                        .add("temperature", temperature);
        reasoningEffort.ifPresent(effort -> json.add("reasoning_effort", effort));
        more.forEach(json::add);
        return json;
    }
}
