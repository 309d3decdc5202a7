package org.repartee.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads server-sent events, each with the time at which its last byte came.
final class EventReader {

    private static final String FIELD = "data:";

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long arrived;

    /// @param at stamp of `System.nanoTime()`
    record Event(String data, long at) {}

    EventReader(InputStream in) {
        this.in = in;
    }

    /// The next event that holds data; empty at the end of the stream. Comments and other fields
    /// are skipped; what the stream ends within is no event.
    Optional<Event> next() throws IOException {
        var data = new StringBuilder();
        var found = false;
        while (readLine()) {
            var text = withoutReturn(line.toString(UTF_8));
            if (text.startsWith(FIELD)) {
                data.append(found ? "\n" : "").append(value(text));
                found = true;
            } else if (text.isEmpty() && found) {
                return Optional.of(new Event(data.toString(), arrived));
            }
        }
        return Optional.empty();
    }

    private static String withoutReturn(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String value(String text) {
        var from = text.startsWith(FIELD + " ") ? FIELD.length() + 1 : FIELD.length();
        return text.substring(from);
    }

    /// Fills `line`, without its line feed.
    ///
    /// @return false at the end of the stream
    private boolean readLine() throws IOException {
        line.reset();
        while (true) {
            for (var i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, position, i - position);
                    position = i + 1;
                    return true;
                }
            }
            line.write(buffer, position, limit - position);
            if (!fill()) {
                return false;
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        arrived = System.nanoTime();
        return limit > 0;
    }
}
