package org.repartee.database;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// A place in a list that begins with the newest: what follows is older, or as old with a smaller
/// id. Pages that go on from a key stay right while rows come and go, and cost the same however
/// deep they are.
public record Cursor(Instant time, UUID id) {
    private static final int BYTES = 24;

    /// @throws IllegalArgumentException if the text was not made by [#encoded]
    public static Cursor parse(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES) {
                throw malformed(text);
            }
            var fields = ByteBuffer.wrap(bytes);
            var time = Instant.EPOCH.plus(fields.getLong(), ChronoUnit.MICROS);
            return new Cursor(time, new UUID(fields.getLong(), fields.getLong()));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw malformed(text);
        }
    }

    /// The text that stands for it in an address: 32 characters that need no escape.
    public String encoded() {
        var bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time))
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static IllegalArgumentException malformed(String text) {
        var shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return new IllegalArgumentException(
                "before must be the `next` of an earlier page, got \"" + shown + "\"");
    }
}
