package org.repartee.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Sends streamed chat completions and records their course. Keeps connections and uses them again,
/// as real clients do.
///
/// Safe to use from any thread; each request blocks its own.
public final class StreamingClient implements AutoCloseable {

    /// Some servers close idle connections after a few seconds; a request must not meet that.
    private static final long LONGEST_IDLE = Duration.ofSeconds(2).toNanos();

    private static final String DONE = "[DONE]";
    private static final int OK = 200;

    private final Endpoint endpoint;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    public StreamingClient(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// The first model that the server names.
    ///
    /// @throws ServerFailure if it cannot be reached or names none
    public String firstModel() {
        var models = whole(endpoint.get("/models")).get("data");
        if (models instanceof JsonArray all
                && !all.isEmpty()
                && all.getFirst() instanceof JsonObject model
                && model.get("id") instanceof JsonString id) {
            return id.getString();
        }
        throw new ServerFailure(
                "%s/models names no model; name one with --model".formatted(endpoint.base()));
    }

    /// How many tokens the server counts in a prompt.
    ///
    /// @param body a chat completion request that is not streamed
    /// @throws ServerFailure if it cannot be reached, refuses, or does not tell
    int promptTokens(String body) {
        if (whole(endpoint.post("/chat/completions", body)).get("usage") instanceof JsonObject usage
                && usage.get("prompt_tokens") instanceof JsonNumber tokens) {
            return tokens.intValue();
        }
        throw new ServerFailure(
                "%s tells no usage.prompt_tokens, by which prompts are made to length"
                        .formatted(endpoint.base()));
    }

    private JsonObject whole(byte[] request) {
        var body = answer(request);
        try (var reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new ServerFailure(
                    "%s answered no JSON: %s".formatted(endpoint.base(), body.strip()), e);
        }
    }

    private String answer(byte[] request) {
        try (var connection = new Connection(endpoint.connect())) {
            var response = connection.exchange(request);
            var body = new String(response.body().readAllBytes(), UTF_8);
            if (response.status() != OK) {
                throw new ServerFailure(
                        "%s answered HTTP %d: %s"
                                .formatted(endpoint.base(), response.status(), body.strip()));
            }
            return body;
        } catch (IOException e) {
            throw new ServerFailure(
                    "%s cannot be reached: %s; start the server, or correct --url"
                            .formatted(endpoint.base(), e.getMessage()),
                    e);
        }
    }

    /// Sends one request and reads its answer to the end.
    ///
    /// @param body a chat completion request with `"stream": true`
    public Outcome complete(String body) {
        var request = endpoint.post("/chat/completions", body);
        var sent = System.nanoTime();
        try {
            return complete(request, sent);
        } catch (ConnectException e) {
            return new Outcome.Failed("no connection", String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            return new Outcome.Failed("timeout", "silence for longer than " + endpoint.timeout());
        } catch (IOException e) {
            return new Outcome.Failed("connection broken", String.valueOf(e.getMessage()));
        }
    }

    private Outcome complete(byte[] request, long sent) throws IOException {
        var connection = connection();
        var keep = false;
        try {
            var response = connection.exchange(request);
            if (response.status() != OK) {
                var text = new String(response.body().readAllBytes(), UTF_8);
                keep = response.reusable();
                return refusal(response.status(), text);
            }
            var outcome = read(response, sent);
            keep = response.reusable();
            return outcome;
        } finally {
            if (keep) {
                connection.rest();
                idle.push(connection);
            } else {
                connection.close();
            }
        }
    }

    private static Outcome read(Connection.Response response, long sent) throws IOException {
        var events = new EventReader(response.body());
        var recorder = new AnswerRecorder(sent);
        for (var event = events.next(); event.isPresent(); event = events.next()) {
            if (event.get().data().equals(DONE)) {
                drain(events);
                return recorder.outcome();
            }
            recorder.accept(event.get());
        }
        return switch (recorder.outcome()) {
            case Outcome.Failed failed -> failed;
            case Outcome.Completed _ ->
                    new Outcome.Failed("stream cut short", "the stream ended without [DONE]");
        };
    }

    /// To the end of the response, so that the connection can be used again.
    private static void drain(EventReader events) throws IOException {
        while (events.next().isPresent()) {
            continue;
        }
    }

    private static Outcome refusal(int status, String body) {
        return new Outcome.Failed(
                "HTTP " + status + code(body).map(" "::concat).orElse(""), body.strip());
    }

    /// The `code` of OpenAI's error body.
    private static Optional<String> code(String body) {
        try (var reader = Json.createReader(new StringReader(body))) {
            return reader.readValue() instanceof JsonObject object
                            && object.get("error") instanceof JsonObject error
                            && error.get("code") instanceof JsonString code
                    ? Optional.of(code.getString())
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty(); // another server's page: its status must do
        }
    }

    private Connection connection() throws IOException {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.idle() < LONGEST_IDLE) {
                return kept;
            }
            kept.close();
        }
        return new Connection(endpoint.connect());
    }

    @Override
    public void close() throws IOException {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
    }
}
