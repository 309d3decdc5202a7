package org.repartee.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;

/// A TCP connection: sees bytes when they come, and may say what no HTTP client would.
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final java.net.Socket socket;

    RawHttp(URI address) throws IOException {
        socket = new java.net.Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /// Posts a JSON body.
    void post(URI address, String path, String json) throws IOException {
        send(
                "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                path,
                                address.getAuthority(),
                                SignedIn.at(address).authorization(),
                                json.getBytes(UTF_8).length,
                                json));
    }

    /// What has come by now; waits for something.
    String some() throws IOException {
        var buffer = new byte[1 << 16];
        var count = socket.getInputStream().read(buffer);
        return count < 0 ? "" : new String(buffer, 0, count, UTF_8);
    }

    /// Everything up to the end of the connection.
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
