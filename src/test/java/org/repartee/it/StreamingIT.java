package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The stream as bytes on the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class StreamingIT {

    @SuppressWarnings("NullAway.Init")
    private URI address;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeAll
    void find() throws Exception {
        address = RunningServer.address();
        model =
                Http.json(Http.get(address, "/v1/models"))
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getString("id");
    }

    @Test
    void tokensArriveOneByOne() throws IOException {
        var pieces = pieces();
        var all = String.join("", pieces);
        assertThat(all).startsWith("HTTP/1.1 200");
        assertThat(all.toLowerCase(java.util.Locale.ROOT))
                .contains(
                        "content-type: text/event-stream",
                        "cache-control: no-store",
                        "x-accel-buffering: no");
        var chunks = all.split("data: ", -1).length - 1;
        assertThat(chunks).isGreaterThan(8);
        // A stream that is held back comes in a few large pieces.
        assertThat(pieces.size()).isGreaterThan(chunks / 2);
        assertThat(all).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(all).contains("data: [DONE]");
    }

    @Test
    void aConnectionServesTheNextRequestAfterAStream() throws IOException {
        try (var raw = new RawHttp(address)) {
            raw.post(address, "/v1/chat/completions", request());
            read(raw);
            raw.post(address, "/v1/chat/completions", request());
            assertThat(read(raw).getFirst()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void sixteenStreamsAtOnceEachTellTheSame() throws Exception {
        var alone = text(pieces());
        var together = new ArrayList<String>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 16; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                var text = textOrFailure();
                                synchronized (together) {
                                    together.add(text);
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(together).hasSize(16).containsOnly(alone);
    }

    private String textOrFailure() {
        try {
            return text(pieces());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> pieces() throws IOException {
        try (var raw = new RawHttp(address)) {
            raw.post(address, "/v1/chat/completions", request());
            return read(raw);
        }
    }

    /// Reads to the end of a chunked body.
    private static List<String> read(RawHttp raw) throws IOException {
        var pieces = new ArrayList<String>();
        var tail = "";
        while (!tail.endsWith("\r\n0\r\n\r\n")) {
            var piece = raw.some();
            assertThat(piece).as("the connection ended in the middle: %s", tail).isNotEmpty();
            pieces.add(piece);
            var joined = tail + piece;
            tail = joined.substring(Math.max(0, joined.length() - 16));
        }
        return pieces;
    }

    /// The deltas without what differs from answer to answer.
    private static String text(List<String> pieces) {
        return String.join("", pieces)
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring(line.indexOf("\"choices\"")))
                .reduce("", String::concat);
    }

    private String request() {
        return """
        {"model":"%s","stream":true,"temperature":0,"max_completion_tokens":128,
        "messages":[{"role":"user","content":"What is 12 plus 30? Think carefully."}]}
        """
                .formatted(model);
    }
}
