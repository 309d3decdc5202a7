package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void keepsMicrosecondsAndTheKey() {
        var cursor =
                new Cursor(
                        Instant.parse("2026-11-23T09:58:00.123456Z"),
                        UUID.fromString("019ab1f0-0000-7abc-8def-0123456789ab"));
        assertThat(Cursor.parse(cursor.encoded())).isEqualTo(cursor);
        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!!", "AAAA", "2026-11-23T09:58:00Z", "ä"})
    void anythingElseIsRefusedByName(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("before must be the `next` of an earlier page, got \"" + text + "\"");
    }
}
