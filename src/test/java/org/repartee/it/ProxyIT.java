package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples in `deploy/proxies`, run by the proxies that are installed here.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ProxyIT {

    private static final String COMPLETIONS = "/v1/chat/completions";

    @SuppressWarnings("NullAway.Init")
    private URI server;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeAll
    void find() throws Exception {
        server = RunningServer.address();
        model = Http.model(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "httpd", "haproxy", "caddy"})
    void tokensComeThroughOneByOne(String name) throws Exception {
        try (var proxy = start(name, server)) {
            stream(proxy.uri());
            var direct = stream(server);
            var through = stream(proxy.uri());
            System.out.printf(
                    "%s: direct first token %.1f ms, %d pieces; through it %.1f ms, %d pieces, all after %.0f ms%n",
                    name,
                    direct.firstToken() / 1e6,
                    direct.pieces(),
                    through.firstToken() / 1e6,
                    through.pieces(),
                    through.end() / 1e6);
            assertThat(through.text())
                    .startsWith("HTTP/1.1 200")
                    .contains("\"finish_reason\":\"length\"", "data: [DONE]");
            // A buffer of 8 KB holds some 35 chunks back; what is lost here, a busy reader loses.
            assertThat(through.pieces()).isGreaterThan(600 / 10);
            assertThat(through.firstToken()).isLessThan(through.end() / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "httpd", "haproxy", "caddy"})
    void aWebSocketComesThrough(String name) throws Exception {
        try (var proxy = start(name, server);
                var socket = new Socket(proxy.uri(), "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"Hello!\"}");
            var answer = socket.answer();
            assertThat(answer.getFirst().getString("type")).isEqualTo("accepted");
            assertThat(answer.getLast().getString("type")).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "httpd", "haproxy", "caddy"})
    void whatIsForTheMachineOnlyStaysInside(String name) throws Exception {
        try (var proxy = start(name, server)) {
            for (var path : List.of("/metrics", "/health", "/health/ready")) {
                assertThat(Http.get(proxy.uri(), path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(Http.get(proxy.uri(), "/").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "httpd", "haproxy", "caddy"})
    void noUpgradeButAWebSocketsComesThrough(String name) throws Exception {
        try (var proxy = start(name, server);
                var raw = new RawHttp(proxy.uri())) {
            raw.send(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
            assertThat(raw.some()).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 101");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "httpd", "haproxy", "caddy"})
    void aBrowserGetsACookieThatNamesItsServer(String name) throws Exception {
        try (var proxy = start(name, server)) {
            var cookie = Http.get(proxy.uri(), "/").headers().firstValue("set-cookie");
            assertThat(cookie.orElse("")).startsWith("repartee_server=");
        }
    }

    @Test
    void aBrowserComesBackToTheServerThatHasItsConversations() throws Exception {
        var one = named("one");
        var two = named("two");
        try (var proxy = start("nginx", uri(one), uri(two))) {
            var met = new HashSet<String>();
            for (var visitor = 0; visitor < 20; visitor++) {
                var first = Http.anonymous(proxy.uri(), "GET", "/", "");
                met.add(first.body());
                var cookie = first.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
                for (var visit = 0; visit < 5; visit++) {
                    var again = Http.anonymous(proxy.uri(), "GET", "/", "", "Cookie", cookie);
                    assertThat(again.body()).isEqualTo(first.body());
                }
            }
            assertThat(met).containsExactlyInAnyOrder("one", "two");
        } finally {
            one.stop(0);
            two.stop(0);
        }
    }

    /// @param firstToken nanoseconds until the first piece with a token came
    /// @param end nanoseconds until the end came
    private record Stream(String text, int pieces, long firstToken, long end) {}

    private Stream stream(URI address) throws IOException {
        try (var raw = new RawHttp(address)) {
            var begin = System.nanoTime();
            raw.post(address, COMPLETIONS, question());
            var pieces = new ArrayList<String>();
            var text = new StringBuilder();
            long first = 0;
            while (!text.toString().endsWith("\r\n0\r\n\r\n")) {
                var piece = raw.some();
                assertThat(piece).as("broke off: %s", text).isNotEmpty();
                pieces.add(piece);
                text.append(piece);
                if (first == 0 && text.indexOf("reasoning_content") > 0) {
                    first = System.nanoTime() - begin;
                }
            }
            return new Stream(text.toString(), pieces.size(), first, System.nanoTime() - begin);
        }
    }

    private static Proxy start(String name, URI... servers) throws Exception {
        assumeTrue(Proxy.isInstalled(name), "skipped: " + name + " is not installed");
        return Proxy.start(name, servers);
    }

    private static HttpServer named(String name) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, name.length());
                    exchange.getResponseBody().write(name.getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private String question() {
        return """
        {"model":"%s","stream":true,"max_completion_tokens":600,"min_tokens":600,"temperature":0,
        "messages":[{"role":"user","content":"Hello!"}]}
        """
                .formatted(model);
    }
}
