package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        model = Http.model(address);
    }

    @Test
    void tokensArriveOneByOne() throws IOException {
        var pieces = pieces(200);
        var all = String.join("", pieces);
        assertThat(all).startsWith("HTTP/1.1 200");
        assertThat(all.toLowerCase(Locale.ROOT))
                .contains(
                        "content-type: text/event-stream",
                        "cache-control: no-store",
                        "x-accel-buffering: no");
        var chunks = all.split("data: ", -1).length - 1;
        assertThat(chunks).isGreaterThan(50);
        // A buffer of 8 KB holds some 35 chunks back; what is lost here, a busy reader loses.
        assertThat(pieces.size()).isGreaterThan(chunks / 10);
        assertThat(all).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(all).contains("data: [DONE]");
    }

    @Test
    void aStreamTellsWhereTheTimeWentWhenAsked() throws Exception {
        var usage =
                request(1)
                        .replace(
                                "\"stream\":true",
                                "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        var header =
                new String[] {"Content-Type", "application/json", "x-repartee-timings", "true"};
        var asked = Http.send(address, "POST", "/v1/chat/completions", usage, header).body();
        assertThat(asked)
                .containsPattern("\"timings\":\\{\"accepted_ms\":[0-9.]+,")
                .containsPattern("\"delivery\":\\{\"pieces\":[1-9][0-9]*,");
        var unasked =
                Http.send(address, "POST", "/v1/chat/completions", usage, header[0], header[1]);
        assertThat(unasked.body()).contains("\"usage\":{").doesNotContain("timings");
    }

    @Test
    void aConnectionServesTheNextRequestAfterAStream() throws IOException {
        try (var raw = new RawHttp(address)) {
            raw.post(address, "/v1/chat/completions", request(1));
            read(raw);
            raw.post(address, "/v1/chat/completions", request(1));
            assertThat(read(raw).getFirst()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void sixteenStreamsAtOnceEachTellTheSame() throws Exception {
        var alone = text(pieces(1));
        assertThat(alone).contains("\"finish_reason\":\"stop\"");
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

    @Test
    void aFullQueueRefusesAndClientsThatLeaveMakeRoom() throws Exception {
        try (var crowd = new Crowd(address, model)) {
            assertThat(crowd.joinUntilRefused())
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("Retry-After: ")
                    .contains("\"code\":\"server_overloaded\"");
        }
        // Who waits is missed after two pings. All these answers together would take minutes.
        var answer = "";
        for (var waited = 0; !answer.startsWith("HTTP/1.1 200") && waited < 60; waited++) {
            Thread.sleep(250);
            answer = String.join("", pieces(1));
        }
        assertThat(answer).contains("\"finish_reason\":\"stop\"");
    }

    private String textOrFailure() {
        try {
            return text(pieces(1));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> pieces(int minTokens) throws IOException {
        try (var raw = new RawHttp(address)) {
            raw.post(address, "/v1/chat/completions", request(minTokens));
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

    private String request(int minTokens) {
        return """
        {"model":"%s","stream":true,"temperature":0,"max_completion_tokens":256,"min_tokens":%d,
        "messages":[{"role":"user","content":"What is 12 plus 30? Think carefully."}]}
        """
                .formatted(model, minTokens);
    }
}
