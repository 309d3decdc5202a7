package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What outlives a server that is stopped in order, and one that is killed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DurabilityIT {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String JSON = "application/json";
    private static final String COMPLETIONS = "/v1/chat/completions";

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.start("durability", Map.of());
        model = Http.model(server.uri());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyRequestHasItsAuditRowAfterAStopInOrder() throws Exception {
        post("answered", JSON, question("Hello!", 1), "X-Nothing", "1");
        post("misspelt", JSON, "{\"modle\":\"m\"}", "X-Nothing", "1");
        post("unknown-model", JSON, question("Hello!", 1).replace(model, "m"), "X-Nothing", "1");
        post("media-type", "text/plain", "{}", "X-Nothing", "1");
        post("foreign-origin", JSON, "{}", "Origin", "http://evil.example");
        Http.send(server.uri(), "GET", COMPLETIONS, "", "x-request-id", "method");
        post("accept", JSON, question("Hello!", 1), "Accept", "image/png");
        leaveInTheMiddle("left");

        var begin = Instant.now();
        assertThat(server.stop()).isTrue();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(server.output()).doesNotContainPattern("\\sat [a-z.]+\\(|Exception");

        var rows = AuditTable.read(server.data());
        assertThat(rows.endings())
                .containsEntry("answered", "200 stop")
                .containsEntry("misspelt", "400 missing_required_parameter")
                .containsEntry("unknown-model", "404 model_not_found")
                .containsEntry("media-type", "415 unsupported_media_type")
                .containsEntry("foreign-origin", "403 origin_not_allowed")
                .containsEntry("method", "405 method_not_supported")
                .containsEntry("accept", "406 not_acceptable")
                .containsEntry("left", "499 cancelled");
        // What the server asked itself before it was ready has left none.
        assertThat(rows.endings()).hasSize(8);
        assertThat(rows.moments("answered")).hasSize(8).doesNotContainNull().isSorted();

        server.start();
        assertThat(server.startTime()).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void aKillInMidAnswerLeavesWhatWasStreamedUntilASecondBefore() throws Exception {
        var told = new ArrayList<Told>();
        String conversation;
        try (var _ = new Crowd(server.uri(), model).join(15);
                var _ = new SlowMotion(server.pid());
                var socket = new Socket(server.uri(), "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"What is Repartee?\"}");
            conversation = socket.next().getString("conversation");
            do {
                told.add(new Told(socket.next(), Instant.now()));
            } while (told.getLast()
                    .at()
                    .isBefore(told.getFirst().at().plus(A_SECOND.multipliedBy(2))));
            server.kill();
        }
        var deadline = Instant.now().minus(A_SECOND);
        server.start();

        var stored = Http.json(Http.get(server.uri(), "/api/conversations/" + conversation));
        var messages = stored.getJsonArray("messages");
        assertThat(messages.getJsonObject(0).getString("content")).isEqualTo("What is Repartee?");
        var answer = messages.getJsonObject(1);
        assertThat(answer.getString("state")).isEqualTo("interrupted");
        assertThat(answer.getString("reasoning", "")).startsWith(text(told, "reasoning", deadline));
        assertThat(answer.getString("content")).startsWith(text(told, "answer", deadline));
        assertThat(text(told, "reasoning", deadline) + text(told, "answer", deadline)).isNotEmpty();
    }

    /// A frame and when it came.
    private record Told(JsonObject frame, Instant at) {}

    private static String text(List<Told> told, String type, Instant deadline) {
        assertThat(told)
                .extracting(t -> t.frame().getString("type"))
                .doesNotContain("done", "error");
        var text = new StringBuilder();
        told.stream()
                .filter(t -> t.at().isBefore(deadline) && t.frame().getString("type").equals(type))
                .forEach(t -> text.append(t.frame().getString("text")));
        return text.toString();
    }

    private void post(String id, String type, String body, String header, String value)
            throws Exception {
        Http.send(
                server.uri(),
                "POST",
                COMPLETIONS,
                body,
                "x-request-id",
                id,
                "Content-Type",
                type,
                header,
                value);
    }

    private void leaveInTheMiddle(String id) throws Exception {
        URI uri = server.uri().resolve(COMPLETIONS);
        var request =
                HttpRequest.newBuilder(uri)
                        .headers("x-request-id", id, "Content-Type", JSON)
                        .header("Authorization", SignedIn.at(uri).authorization())
                        .POST(BodyPublishers.ofString(question("Hello!", 1000)))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            try (var stream = client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(stream.readNBytes(1000)).hasSize(1000);
            }
            client.shutdownNow();
        }
    }

    private String question(String text, int minTokens) {
        return """
        {"model":"%s","stream":true,"max_completion_tokens":1024,"min_tokens":%d,"temperature":0,
        "messages":[{"role":"user","content":"%s"}]}
        """
                .formatted(model, minTokens, text);
    }
}
