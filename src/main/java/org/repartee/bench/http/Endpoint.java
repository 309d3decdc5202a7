package org.repartee.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// Where an OpenAI-compatible server is reached.
///
/// @param base `http` or `https` URL below which `/chat/completions` and `/models` lie
/// @param apiKey sent as a bearer token
/// @param timeout longest time to connect, and longest silence on an open connection
public record Endpoint(URI base, Optional<String> apiKey, Duration timeout) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /// @param url with or without the path `/v1`
    /// @throws IllegalArgumentException if it is no HTTP URL
    public static Endpoint of(String url, Optional<String> apiKey, Duration timeout) {
        var uri = URI.create(url.replaceAll("/+$", ""));
        if (uri.getHost() == null || !("" + uri.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "--url must be http://HOST[:PORT] or https://HOST[:PORT], with or without /v1, got "
                            + url);
        }
        var base = uri.getPath().isEmpty() ? URI.create(uri + "/v1") : uri;
        return new Endpoint(base, apiKey, timeout);
    }

    Socket connect() throws IOException {
        var socket = isSecure() ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        try {
            socket.connect(new InetSocketAddress(base.getHost(), port()), millis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        return socket;
    }

    byte[] get(String path) {
        return head("GET", path, "").getBytes(ISO_8859_1);
    }

    /// @param json the request's body
    byte[] post(String path, String json) {
        var body = json.getBytes(UTF_8);
        var head =
                head(
                                "POST",
                                path,
                                "Content-Type: application/json\r\nContent-Length: %d\r\n%s: true\r\n"
                                        .formatted(body.length, ServerTimings.HEADER))
                        .getBytes(ISO_8859_1);
        var request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private String head(String method, String path, String more) {
        var authorization = apiKey.map("Authorization: Bearer %s\r\n"::formatted).orElse("");
        return "%s %s%s HTTP/1.1\r\nHost: %s\r\nAccept: application/json, text/event-stream\r\n%s%s\r\n"
                .formatted(
                        method,
                        base.getRawPath(),
                        path,
                        base.getRawAuthority(),
                        authorization,
                        more);
    }

    private boolean isSecure() {
        return base.getScheme().equals("https");
    }

    private int port() {
        return base.getPort() > 0 ? base.getPort() : isSecure() ? HTTPS : HTTP;
    }

    private int millis() {
        return Math.toIntExact(timeout.toMillis());
    }
}
