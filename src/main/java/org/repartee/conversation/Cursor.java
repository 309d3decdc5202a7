package org.repartee.conversation;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// A place in the list: what follows was asked earlier, or at the same time with a smaller id.
record Cursor(Instant updatedAt, UUID id) {
    private static final int BYTES = 24;

    static Cursor of(Summary last) {
        return new Cursor(last.updatedAt(), last.id());
    }

    /// @throws IllegalArgumentException if the text was not made by [#encoded]
    static Cursor parse(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES) {
                throw malformed(text);
            }
            var fields = ByteBuffer.wrap(bytes);
            var updatedAt = Instant.EPOCH.plus(fields.getLong(), ChronoUnit.MICROS);
            return new Cursor(updatedAt, new UUID(fields.getLong(), fields.getLong()));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw malformed(text);
        }
    }

    String encoded() {
        var bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt))
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
