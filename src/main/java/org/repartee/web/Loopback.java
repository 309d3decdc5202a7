package org.repartee.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// The server's own door, seen from its machine.
///
/// @param port of plain HTTP
record Loopback(String host, int port) {

    private static final int PATIENCE_MS = 1000;

    /// The door that `deploy/repartee run` has told of, if it speaks plain HTTP.
    static Optional<Loopback> of(Config config) {
        var port = config.getOptionalValue("repartee.port", Integer.class);
        var host = config.getOptionalValue("repartee.host", String.class).orElse("");
        return config.getOptionalValue("repartee.tls.certificate", String.class).isPresent()
                ? Optional.empty()
                : port.map(p -> new Loopback(isAnyAddress(host) ? "127.0.0.1" : host, p));
    }

    private static boolean isAnyAddress(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    /// Asks for a path and reads all that comes.
    ///
    /// @return the HTTP status
    /// @throws IOException if nobody answers within a second
    int get(String path) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            var request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return status(socket.getInputStream());
        }
    }

    private static int status(InputStream answer) throws IOException {
        var text = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
        var words = text.split(" ", 3);
        if (words.length < 3 || !words[1].matches("[0-9]{3}")) {
            throw new IOException("no HTTP answer: " + text.lines().findFirst().orElse("nothing"));
        }
        return Integer.parseInt(words[1]);
    }
}
