package org.repartee.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// An HTTP server that answers every request with the same script, byte for byte, and remembers
/// what it was asked.
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicReference<Script> script =
            new AtomicReference<>(new Script(List.of(), true));
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /// @param steps what is written, in order
    /// @param keepsOpen whether the connection takes another request afterwards
    record Script(List<Step> steps, boolean keepsOpen) {}

    /// @param pause before it is written
    record Step(Duration pause, String bytes) {}

    ScriptedServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    /// From now on every request is answered so.
    void answer(Script next) {
        script.set(next);
    }

    /// A chunked event stream: each event in a chunk of its own, and a pause before each.
    static Script stream(Duration pause, String... events) {
        var steps = new ArrayList<Step>();
        steps.add(
                new Step(
                        Duration.ZERO,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (var event : events) {
            var text = "data: " + event + "\n\n";
            steps.add(new Step(pause, chunk(text)));
        }
        steps.add(new Step(Duration.ZERO, chunk("")));
        return new Script(steps, true);
    }

    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n";
    }

    /// A whole answer with a body of known length.
    static Script whole(int status, String body) {
        return new Script(
                List.of(
                        new Step(
                                Duration.ZERO,
                                "HTTP/1.1 %d Status\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(status, body.getBytes(UTF_8).length, body))),
                true);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// Heads and bodies of all requests, in order of arrival.
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            return; // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = read(in); request.isPresent(); request = read(in)) {
                requests.add(request.get());
                var now = script.get();
                play(now, socket.getOutputStream());
                if (!now.keepsOpen()) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the client has left, as some tests make it
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void play(Script script, OutputStream out)
            throws IOException, InterruptedException {
        for (var step : script.steps()) {
            Thread.sleep(step.pause());
            out.write(step.bytes().getBytes(UTF_8));
            out.flush();
        }
    }

    private static Optional<String> read(InputStream in) throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        var head = new StringBuilder();
        var length = 0;
        for (var line = Connection.line(in); !line.isEmpty(); line = Connection.line(in)) {
            head.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        return Optional.of(head + "\n" + new String(in.readNBytes(length), UTF_8));
    }
}
