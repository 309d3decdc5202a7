package org.repartee.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of `/ws/chat`.
final class Socket implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    /// @param origin the `Origin` header; empty: none
    Socket(URI address, String origin) {
        this(address, origin, "Authorization", SignedIn.at(address).authorization());
    }

    /// @param credential name of the header that lets it in
    Socket(URI address, String origin, String credential, String value) {
        var builder = client.newWebSocketBuilder().header(credential, value);
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        var uri = URI.create("ws://" + address.getAuthority() + "/ws/chat");
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /// The next frame, within half a minute; not those that tell the place in the queue.
    JsonObject next() throws InterruptedException {
        while (true) {
            var frame = frames.poll(30, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            if (!frame.getString("type").equals("waiting")) {
                return frame;
            }
        }
    }

    /// The next frame that tells the place in the queue.
    int position() throws InterruptedException {
        while (true) {
            var frame = frames.poll(30, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            if (frame.getString("type").equals("waiting")) {
                return frame.getInt("position");
            }
        }
    }

    /// All frames up to the one that ends an answer.
    List<JsonObject> answer() throws InterruptedException {
        var answer = new ArrayList<JsonObject>();
        do {
            answer.add(next());
        } while (!List.of("done", "error").contains(answer.getLast().getString("type")));
        return answer;
    }

    /// Hangs up without a word.
    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try (var reader = Json.createReader(new StringReader(text.toString()))) {
                    frames.add(reader.readObject());
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
