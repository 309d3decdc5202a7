package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that is told to stop while it answers.
@Timeout(300)
class DrainIT {

    private static final String COMPLETIONS = "/v1/chat/completions";

    @Test
    void runningAnswersAreFinishedAndNewOnesRefused() throws Exception {
        var server = RunningServer.start("drain", Map.of("REPARTEE_DRAIN_RETRY_AFTER", "PT9S"));
        var uri = server.uri();
        var model = Http.model(uri);
        try (var stream = new RawHttp(uri);
                var slow = new SlowMotion(server.pid())) {
            stream.post(uri, COMPLETIONS, question(model, 600));
            var text = new StringBuilder(stream.some());
            var stopped = CompletableFuture.supplyAsync(server::stop);
            awaitNotReady(server);

            var refused =
                    Http.send(
                            uri,
                            "POST",
                            COMPLETIONS,
                            question(model, 1),
                            "Content-Type",
                            "application/json");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("9");
            assertThat(refused.body()).contains("\"code\":\"server_stopping\"", "in 9 seconds");
            assertThat(Http.get(uri, "/health/live").statusCode()).isEqualTo(200);
            slow.close();

            while (!text.toString().endsWith("\r\n0\r\n\r\n")) {
                var piece = stream.some();
                assertThat(piece).as("the stream broke off after: %s", text).isNotEmpty();
                text.append(piece);
            }
            assertThat(text.toString().split("data: ", -1)).hasSizeGreaterThan(300);
            assertThat(text).contains("\"finish_reason\":\"length\"", "data: [DONE]");
            assertThat(stopped.get()).isTrue();
        }
        assertThat(server.output()).contains("INFO    stopping; answers to finish within 30 s: 1");
        assertThat(server.output()).doesNotContain("interrupted", "Exception");
        assertThat(AuditTable.read(server.data()).endings().values())
                .containsExactlyInAnyOrder("200 length", "503 server_stopping");
    }

    @Test
    void answersBeyondTheLimitAreInterruptedAndTheirReadersTold() throws Exception {
        var server = RunningServer.start("drain over", Map.of("REPARTEE_DRAIN_TIMEOUT", "PT1S"));
        var uri = server.uri();
        var frames = new ArrayList<String>();
        try (var crowd = new Crowd(uri, Http.model(uri)).join(15);
                var slow = new SlowMotion(server.pid());
                var socket = new Socket(uri, "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"What is Repartee?\"}");
            assertThat(socket.next().getString("type")).isEqualTo("accepted");
            socket.next();
            var begin = Instant.now();
            var stopped = CompletableFuture.supplyAsync(server::stop);
            Thread.sleep(2500);
            slow.close();
            socket.answer().forEach(frame -> frames.add(frame.toString()));
            assertThat(stopped.get()).isTrue();
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(25));
            assertThat(crowd.rest())
                    .hasSize(15)
                    .allSatisfy(rest ->
                            assertThat(rest)
                                    .contains("\"code\":\"interrupted\"")
                                    .doesNotContain("[DONE]"));
        }
        assertThat(frames.getLast())
                .contains("\"type\":\"error\"", "\"code\":\"interrupted\"", "ask again soon");
        assertThat(server.output()).contains("too long and were interrupted: 16");
        assertThat(AuditTable.read(server.data()).endings().values())
                .hasSize(16)
                .containsOnly("503 interrupted");
        assertThat(states(server.data())).containsExactly("interrupted");
    }

    private static void awaitNotReady(RunningServer server) throws Exception {
        var deadline = Instant.now().plusSeconds(20);
        var ready = Http.get(server.uri(), "/health/ready");
        while (ready.statusCode() == 200) {
            assertThat(Instant.now()).as("patience").isBefore(deadline);
            Thread.sleep(50);
            ready = Http.get(server.uri(), "/health/ready");
        }
        assertThat(ready.body()).contains("\"open_answers\":\"1\"");
    }

    /// Of all answers that a stopped server has stored.
    private static List<String> states(Path data) throws SQLException {
        return Stored.column(data, "select state from message where role = 'assistant'");
    }

    private static String question(String model, int minTokens) {
        return """
        {"model":"%s","stream":true,"max_completion_tokens":600,"min_tokens":%d,"temperature":0,
        "messages":[{"role":"user","content":"Hello!"}]}
        """
                .formatted(model, minTokens);
    }
}
