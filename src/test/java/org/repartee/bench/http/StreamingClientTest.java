package org.repartee.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.bench.http.ScriptedServer.Script;
import org.repartee.bench.http.ScriptedServer.Step;

class StreamingClientTest {

    private static final String GREETING =
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    private static final String END = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":32}}}";

    private final ScriptedServer server = new ScriptedServer();
    private final StreamingClient client =
            new StreamingClient(
                    Endpoint.of(server.url(), Optional.of("secret"), Duration.ofMillis(400)));

    StreamingClientTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void timeToFirstTokenEndsWithTheFirstText() {
        var pause = Duration.ofMillis(30);
        server.answer(
                ScriptedServer.stream(
                        pause,
                        GREETING,
                        text("reasoning_content", "a"),
                        text("content", "b"),
                        text("content", "c"),
                        END,
                        USAGE,
                        "[DONE]"));
        var request = completed();
        // The greeting has no text: two pauses pass before the first token, six in all. A pause may
        // last longer, but never less; what is exact is how the quantities hang together.
        assertThat(request.ttft()).isGreaterThanOrEqualTo(60);
        assertThat(request.e2el()).isGreaterThanOrEqualTo(180);
        assertThat(request.itl().count()).isEqualTo(2);
        assertThat(request.ttft() + request.itl().sum()).isLessThan(request.e2el());
        assertThat(request.tpot().toArray()).containsExactly((request.e2el() - request.ttft()) / 4);
        assertThat(request.tokens().prompt()).isEqualTo(40);
        assertThat(request.tokens().cached()).contains(32);
        assertThat(request.tokens().output()).isEqualTo(5);
        assertThat(request.server()).isEmpty();
    }

    @Test
    void whatRepartiesServerTellsOfItselfIsRead() {
        server.answer(
                ScriptedServer.stream(
                        Duration.ZERO,
                        text("content", "a"),
                        "{\"choices\":[],\"timings\":{\"accepted_ms\":0.5,\"first_flush_ms\":12.5,\"delivery\":{\"pieces\":9,\"first_ms\":0.25,\"mean_ms\":0.125,\"max_ms\":2}}}",
                        "[DONE]"));
        var timings = completed().server().orElseThrow();
        assertThat(timings).isEqualTo(new ServerTimings(0.5, 12.5, 0.25, 9, 0.125, 2));
        assertThat(timings.firstTokenShare()).isEqualTo(0.75);
        assertThat(timings.engine()).isEqualTo(11.75);
    }

    @Test
    void otherServersWaysAreUnderstood() {
        // vLLM's newer name for reasoning; llama.cpp's timings; no usage; two events in one packet.
        var one = "data: " + text("reasoning", "a") + "\r\n\r\n: ping\n\n";
        var two =
                "data:"
                        + text("content", "b")
                        + "\n\ndata: {\"choices\":[],\"timings\":{\"prompt_n\":3}}\n\ndata: [DONE]\n\n";
        server.answer(
                new Script(
                        List.of(
                                new Step(
                                        Duration.ZERO,
                                        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                                                + one
                                                + two)),
                        false));
        var request = completed();
        assertThat(request.itl().toArray()).hasSize(1);
        assertThat(request.tokens().output()).isEqualTo(2);
        assertThat(request.tokens().cached()).isEmpty();
        assertThat(request.server()).isEmpty();
    }

    @Test
    void anEventMayComeInPieces() {
        var event = "data: " + text("content", "你") + "\r\n\r\n";
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        server.answer(
                new Script(
                        List.of(
                                new Step(
                                        Duration.ZERO,
                                        head + ScriptedServer.chunk(event.substring(0, 20))),
                                new Step(
                                        Duration.ofMillis(20),
                                        ScriptedServer.chunk(
                                                event.substring(20, event.length() - 3))),
                                new Step(
                                        Duration.ofMillis(20),
                                        ScriptedServer.chunk(event.substring(event.length() - 3))
                                                + "5;x=y\r\ndata:\r\n"),
                                new Step(
                                        Duration.ZERO,
                                        ScriptedServer.chunk(" [DONE]\n\n")
                                                + "0\r\nTrailer: x\r\n\r\n")),
                        true));
        assertThat(completed().ttft()).isGreaterThanOrEqualTo(40);
        assertThat(completed().tokens().output()).isEqualTo(1);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void failuresAreNamedByTheirKind() {
        server.answer(ScriptedServer.whole(503, "{\"error\":{\"code\":\"server_overloaded\"}}"));
        assertThat(failed().kind()).isEqualTo("HTTP 503 server_overloaded");
        server.answer(ScriptedServer.whole(502, "<html>"));
        assertThat(failed()).isEqualTo(new Outcome.Failed("HTTP 502", "<html>"));
        server.answer(
                ScriptedServer.stream(
                        Duration.ZERO,
                        text("content", "a"),
                        "{\"error\":{\"code\":\"model_failed\",\"message\":\"m\"}}"));
        assertThat(failed().kind()).isEqualTo("error in stream: model_failed");
        server.answer(ScriptedServer.stream(Duration.ZERO, text("content", "a")));
        assertThat(failed().kind()).isEqualTo("stream cut short");
        server.answer(ScriptedServer.stream(Duration.ZERO, GREETING, END, "[DONE]"));
        assertThat(failed().kind()).isEqualTo("no text");
        server.answer(ScriptedServer.stream(Duration.ZERO, "{\"choices\""));
        assertThat(failed().kind()).isEqualTo("malformed event");
    }

    @Test
    void aServerThatFallsSilentIsATimeout() {
        server.answer(ScriptedServer.stream(Duration.ofSeconds(2), text("content", "a")));
        assertThat(failed().kind()).isEqualTo("timeout");
    }

    @Test
    void aConnectionThatBreaksIsNamed() {
        server.answer(
                new Script(
                        List.of(
                                new Step(
                                        Duration.ZERO,
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\ndata")),
                        false));
        assertThat(failed())
                .isEqualTo(
                        new Outcome.Failed(
                                "connection broken",
                                "the server closed the connection within a chunk"));
    }

    @Test
    void nobodyThereIsNamed() throws IOException {
        var left = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        left.close();
        var url = "http://127.0.0.1:" + left.getLocalPort();
        try (var nobody =
                new StreamingClient(Endpoint.of(url, Optional.empty(), Duration.ofSeconds(5)))) {
            assertThat(failed(nobody).kind()).isEqualTo("no connection");
        }
    }

    @Test
    void aRequestBringsItsKeyAndAsksForTimings() {
        server.answer(ScriptedServer.stream(Duration.ZERO, text("content", "a"), "[DONE]"));
        completed();
        completed();
        assertThat(server.requests().getFirst())
                .startsWith("POST /v1/chat/completions HTTP/1.1\nHost: 127.0.0.1:")
                .contains("Authorization: Bearer secret\n", "x-repartee-timings: true\n")
                .endsWith("\n\n{\"a\":1}");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theFirstModelIsTheFirstOfTheList() {
        server.answer(ScriptedServer.whole(200, "{\"data\":[{\"id\":\"m1\"},{\"id\":\"m2\"}]}"));
        assertThat(client.firstModel()).isEqualTo("m1");
        server.answer(ScriptedServer.whole(200, "{\"data\":[]}"));
        assertThatThrownBy(client::firstModel)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("names no model; name one with --model");
    }

    private CompletedRequest completed() {
        return switch (client.complete("{\"a\":1}")) {
            case Outcome.Completed(var request) -> request;
            case Outcome.Failed failed -> throw new AssertionError(failed);
        };
    }

    private Outcome.Failed failed() {
        return failed(client);
    }

    private static Outcome.Failed failed(StreamingClient client) {
        return switch (client.complete("{}")) {
            case Outcome.Completed completed -> throw new AssertionError(completed);
            case Outcome.Failed failed -> failed;
        };
    }

    private static String text(String field, String text) {
        return "{\"choices\":[{\"delta\":{\"%s\":\"%s\"}}]}".formatted(field, text);
    }
}
