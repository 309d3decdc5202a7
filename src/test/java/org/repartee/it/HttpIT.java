package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What HTTP itself promises: errors, headers, the description, the stored chats.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HttpIT {

    private static final String JSON = "application/json";

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @BeforeAll
    void find() {
        address = RunningServer.address();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nothing, 404, unknown_url",
        "GET, /api/nothing, 404, unknown_url",
        "GET, /nothing.html, 404, unknown_url",
        "GET, /v1/chat/completions, 405, method_not_supported",
        "DELETE, /api/settings, 405, method_not_supported",
        "GET, /v1/models/nothing, 404, model_not_found",
        "GET, /api/conversations/7, 404, conversation_not_found",
        "GET, /api/conversations?limit=0, 400, invalid_value",
        "GET, /api/conversations?limit=x, 400, invalid_type",
        "GET, /api/conversations?before=x, 400, invalid_value",
    })
    void everyErrorHasOpenAisShape(String method, String path, int status, String code)
            throws Exception {
        var response = Http.send(address, method, path, "");
        assertThat(response.statusCode()).isEqualTo(status);
        var error = Http.json(response).getJsonObject("error");
        assertThat(error).containsOnlyKeys("message", "type", "param", "code");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void anotherMediaTypeIsRefused() throws Exception {
        var response =
                Http.send(
                        address,
                        "POST",
                        "/v1/chat/completions",
                        "{}",
                        "Content-Type",
                        "text/plain");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(Http.json(response).getJsonObject("error").getString("message"))
                .isEqualTo("Content-Type must be application/json, got text/plain");
    }

    @Test
    void aLongBodyIsRefused() throws Exception {
        var body = "{\"model\":\"" + "x".repeat(1 << 20) + "\"}";
        var response =
                Http.send(address, "POST", "/v1/chat/completions", body, "Content-Type", JSON);
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void theClientsOwnRequestIdIsKept() throws Exception {
        var response = Http.send(address, "GET", "/v1/models", "", "x-request-id", "my-request.7");
        assertThat(response.headers().firstValue("x-request-id")).hasValue("my-request.7");
        var odd = Http.send(address, "GET", "/v1/models", "", "x-request-id", "a b\"c");
        assertThat(odd.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
    }

    @Test
    void everyAnswerIsGuarded() throws Exception {
        for (var path : new String[] {"/", "/v1/models", "/nothing"}) {
            var headers = Http.get(address, path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
        assertThat(Http.get(address, "/v1/models").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
    }

    @Test
    void filesOfThePageAreAskedForAgain() throws Exception {
        var first = Http.get(address, "/index.html").headers();
        assertThat(first.firstValue("Cache-Control")).hasValue("no-cache");
        var tag = first.firstValue("ETag").orElseThrow();
        var again = Http.send(address, "GET", "/index.html", "", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void aForeignPageMayNotChangeAnything() throws Exception {
        var response =
                Http.send(
                        address,
                        "POST",
                        "/v1/chat/completions",
                        "{}",
                        "Content-Type",
                        JSON,
                        "Origin",
                        "http://evil.example");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(Http.json(response).getJsonObject("error").getString("code"))
                .isEqualTo("origin_not_allowed");
    }

    @Test
    void aForeignNameIsNotAnswered() throws IOException {
        try (var raw = new RawHttp(address)) {
            raw.send("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
            assertThat(raw.rest()).startsWith("HTTP/1.1 403").contains("host_not_allowed");
        }
    }

    @Test
    void theDescriptionIsValid() throws Exception {
        var response = Http.get(address, "/openapi");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/yaml");
        var parsed = new OpenAPIV3Parser().readContents(response.body());
        assertThat(parsed.getMessages()).isEmpty();
        try (var ours = HttpIT.class.getResourceAsStream("/openapi.yaml")) {
            assertThat(response.body())
                    .isEqualTo(new String(Objects.requireNonNull(ours).readAllBytes(), UTF_8));
        }
    }

    @Test
    void aConversationIsRenamedAndDeleted() throws Exception {
        String id;
        try (var socket = new Socket(address, "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"Hello!\",\"max_tokens\":64}");
            id = socket.answer().getFirst().getString("conversation");
        }
        var path = "/api/conversations/" + id;
        var renamed =
                Http.send(address, "PATCH", path, "{\"title\":\"Grüße\"}", "Content-Type", JSON);
        assertThat(Http.json(renamed).getString("title")).isEqualTo("Grüße");
        var first = Http.json(Http.get(address, "/api/conversations?limit=1"));
        assertThat(first.getJsonArray("data").getJsonObject(0).getString("title"))
                .isEqualTo("Grüße");

        var untitled = Http.send(address, "PATCH", path, "{\"title\":\" \"}", "Content-Type", JSON);
        assertThat(untitled.statusCode()).isEqualTo(400);
        assertThat(Http.send(address, "DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(Http.get(address, path).statusCode()).isEqualTo(404);
    }
}
