package org.repartee.audit;

import jakarta.json.stream.JsonGenerator;
import java.util.OptionalLong;

/// A stored request as JSON. What did not happen is left out.
final class AuditJson {

    private AuditJson() {}

    static void write(StoredRequest request, JsonGenerator json) {
        var content = request.content();
        json.writeStartObject()
                .write("id", request.id().toString())
                .write("request_id", content.requestId())
                .write("received_at", content.receivedAt().toString())
                .write("client", content.client())
                .write("model", content.model())
                .write("streamed", content.streamed());
        content.reasoningEffort().ifPresent(effort -> json.write("reasoning_effort", effort));
        content.maxTokens().ifPresent(tokens -> json.write("max_tokens", tokens));
        content.temperature().ifPresent(temperature -> json.write("temperature", temperature));
        write(content.outcome(), json);
        write(content.tokens(), json);
        write(content.moments(), json);
        json.writeEnd();
    }

    private static void write(AuditRecord.Outcome outcome, JsonGenerator json) {
        json.write("status", outcome.status());
        outcome.finishReason().ifPresent(reason -> json.write("finish_reason", reason));
        outcome.errorCode().ifPresent(code -> json.write("error_code", code));
        outcome.errorMessage().ifPresent(message -> json.write("error_message", message));
    }

    private static void write(AuditRecord.Tokens tokens, JsonGenerator json) {
        json.write("prompt_tokens", tokens.prompt())
                .write("cached_tokens", tokens.cached())
                .write("reasoning_tokens", tokens.reasoning())
                .write("answer_tokens", tokens.answer());
    }

    private static void write(AuditRecord.Moments moments, JsonGenerator json) {
        micros(json, "queued_micros", moments.queued());
        micros(json, "scheduled_micros", moments.scheduled());
        micros(json, "first_token_micros", moments.firstToken());
        micros(json, "first_reasoning_micros", moments.firstReasoning());
        micros(json, "first_answer_micros", moments.firstAnswer());
        micros(json, "first_byte_flushed_micros", moments.firstByteFlushed());
        micros(json, "last_token_micros", moments.lastToken());
        micros(json, "closed_micros", moments.closed());
    }

    private static void micros(JsonGenerator json, String name, OptionalLong moment) {
        moment.ifPresent(micros -> json.write(name, micros));
    }
}
