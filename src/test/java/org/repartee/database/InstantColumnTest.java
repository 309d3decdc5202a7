package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InstantColumnTest {
    private final TimeZone before = TimeZone.getDefault();
    private final TestDatabase kind;

    InstantColumnTest(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void liveWhereTheClockIsTurnedBack() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    }

    @AfterEach
    void goHome() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-25T00:30:00.123456Z",
                "2026-10-25T01:30:00.123456Z",
                "2026-03-29T01:30:00Z",
                "2026-11-23T23:59:59.999999Z"
            })
    void anInstantComesBackAsItWas(String text) {
        var instant = Instant.parse(text);
        try (var database = Database.open(kind.empty())) {
            var read =
                    database.inTransaction(manager -> {
                        manager.createNativeQuery(
                                        "insert into conversation (id, owner, title, created_at, updated_at)"
                                                + " values (?, 'local', 'A title', ?, now())")
                                .setParameter(1, database.newId())
                                .setParameter(
                                        2, new InstantColumn().convertToDatabaseColumn(instant))
                                .executeUpdate();
                        return manager.createQuery(
                                        "select c.createdAt from ConversationEntity c",
                                        Instant.class)
                                .getSingleResult();
                    });
            assertThat(read).isEqualTo(instant);
        }
    }
}
