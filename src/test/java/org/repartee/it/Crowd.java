package org.repartee.it;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Streams that keep the server busy for many seconds, until they are left.
final class Crowd implements AutoCloseable {

    /// More than the server computes at a time, and less than it lets wait.
    static final int QUEUE = 24;

    private static final int ENOUGH = 500;

    private final URI address;
    private final String request;
    private final List<RawHttp> streams = new ArrayList<>();

    Crowd(URI address, String model) {
        this.address = address;
        this.request =
                """
                {"model":"%s","stream":true,"max_completion_tokens":1024,"min_tokens":1000,
                "messages":[{"role":"user","content":"Hello!"}]}
                """
                        .formatted(model);
    }

    /// Opens so many streams.
    Crowd join(int count) throws IOException {
        for (var i = 0; i < count; i++) {
            open();
        }
        return this;
    }

    /// Opens streams until one is refused.
    ///
    /// @return the refusal
    String joinUntilRefused() throws IOException {
        for (var i = 0; i < ENOUGH; i++) {
            var begin = open();
            if (!begin.startsWith("HTTP/1.1 200")) {
                return begin;
            }
        }
        throw new AssertionError(ENOUGH + " streams were accepted");
    }

    /// Reads each stream to its end, or to where it broke off.
    List<String> rest() throws IOException {
        var texts = new ArrayList<String>();
        for (var stream : streams) {
            texts.add(stream.rest());
        }
        return texts;
    }

    /// All hang up.
    @Override
    public void close() throws IOException {
        for (var stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    private String open() throws IOException {
        var stream = new RawHttp(address);
        streams.add(stream);
        stream.post(address, "/v1/chat/completions", request);
        return stream.some();
    }
}
