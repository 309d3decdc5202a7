package org.repartee.bench.http;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.repartee.bench.http.CompletedRequest.Tokens;

/// Reads the events of one streamed chat completion and remembers when its texts came.
///
/// Not thread-safe.
final class AnswerRecorder {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    /// Fields of a delta in which text comes.
    private static final List<String> TEXTS = List.of("content", "reasoning_content", "reasoning");

    private final long sent;
    private final LongStream.Builder texts = LongStream.builder();
    private int chunks;
    private long last;
    private Optional<JsonObject> usage = Optional.empty();
    private Optional<ServerTimings> server = Optional.empty();
    private Optional<Outcome.Failed> failure = Optional.empty();

    /// @param sent stamp of `System.nanoTime()` before the request was written
    AnswerRecorder(long sent) {
        this.sent = sent;
    }

    /// Takes the next event that is not `[DONE]`.
    void accept(EventReader.Event event) {
        last = event.at();
        JsonObject chunk;
        try (var reader = READERS.createReader(new StringReader(event.data()))) {
            chunk = reader.readObject();
        } catch (JsonException e) {
            fail("malformed event", event.data());
            return;
        }
        object(chunk, "error").ifPresent(error -> fail(kind(error), error.toString()));
        if (hasText(chunk)) {
            texts.add(event.at());
            chunks++;
        }
        object(chunk, "usage").ifPresent(told -> usage = Optional.of(told));
        object(chunk, "timings")
                .flatMap(ServerTimings::of)
                .ifPresent(told -> server = Optional.of(told));
    }

    /// What became of the request, at the end of its stream.
    Outcome outcome() {
        if (failure.isPresent()) {
            return failure.get();
        }
        if (chunks == 0) {
            return new Outcome.Failed(
                    "no text",
                    "the stream ended without a text; a model that begins with control tokens needs more --max-tokens");
        }
        return new Outcome.Completed(
                new CompletedRequest(sent, texts.build().toArray(), last, tokens(), server));
    }

    /// Without the server's own count, each chunk counts as a token.
    private Tokens tokens() {
        if (usage.isEmpty()) {
            return new Tokens(0, Optional.empty(), chunks);
        }
        var told = usage.get();
        return new Tokens(
                told.getInt("prompt_tokens", 0),
                object(told, "prompt_tokens_details")
                        .filter(details -> details.containsKey("cached_tokens"))
                        .map(details -> details.getInt("cached_tokens", 0)),
                told.getInt("completion_tokens", chunks));
    }

    private void fail(String kind, String message) {
        if (failure.isEmpty()) {
            failure = Optional.of(new Outcome.Failed(kind, message));
        }
    }

    private static String kind(JsonObject error) {
        return "error in stream: "
                + (error.get("code") instanceof JsonString code ? code.getString() : "no code");
    }

    private static boolean hasText(JsonObject chunk) {
        return chunk.get("choices") instanceof List<?> choices
                && !choices.isEmpty()
                && choices.getFirst() instanceof JsonObject choice
                && object(choice, "delta").filter(AnswerRecorder::isText).isPresent();
    }

    private static boolean isText(JsonObject delta) {
        return TEXTS.stream()
                        .anyMatch(name ->
                                delta.get(name) instanceof JsonString text
                                        && !text.getString().isEmpty())
                || delta.get("tool_calls") instanceof List<?> calls && !calls.isEmpty();
    }

    private static Optional<JsonObject> object(JsonObject json, String name) {
        JsonValue value = json.get(name);
        return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }
}
