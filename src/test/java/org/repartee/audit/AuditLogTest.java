package org.repartee.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditLogTest {
    /// What pages measure comes last.
    private static final int PAGE_COLUMNS = 3;

    private final TestDataSource source;
    private final Database database;

    AuditLogTest(TestDatabase kind) {
        source = kind.empty();
        database = Database.open(source);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aThousandRowsAreWrittenInOrder() {
        try (var audit = audit(1000)) {
            for (var i = 0; i < 1000; i++) {
                audit.reserve().orElseThrow().write(row("request-" + i));
            }
        }
        assertThat(requestIds())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(i -> "request-" + i).toList());
    }

    @Test
    void everyColumnIsWritten() {
        try (var audit = audit(1)) {
            audit.reserve().orElseThrow().write(row("request-1"));
            audit.measured(
                    "request-1",
                    new PageTimes(OptionalLong.of(7), OptionalLong.empty(), OptionalLong.of(9)));
        }
        assertThat(columns())
                .containsExactly(
                        "request-1",
                        "page",
                        "tiny-gpt-oss",
                        true,
                        "low",
                        256,
                        0.5,
                        200,
                        "stop",
                        null,
                        null,
                        12,
                        8,
                        3,
                        5,
                        1L,
                        20L,
                        300L,
                        null,
                        4000L,
                        4001L,
                        50000L,
                        50001L,
                        7L,
                        null,
                        9L);
    }

    @Test
    void aFullBufferRefusesUntilARowIsWrittenOrGivenBack() throws InterruptedException {
        try (var audit = audit(2)) {
            var first = audit.reserve().orElseThrow();
            var second = audit.reserve().orElseThrow();
            assertThat(audit.reserve()).isEmpty();
            second.close();
            var third = audit.reserve().orElseThrow();
            assertThat(audit.reserve()).isEmpty();
            third.write(row("request-3"));
            third.close();
            awaitWritten(audit, 1);
            assertThat(audit.counters()).isEqualTo(new AuditCounters(2, 1, 0, 1, 0, 0));
            assertThatThrownBy(() -> third.write(row("request-4")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("request-4");
            first.close();
        }
        assertThat(requestIds()).containsExactly("request-3");
    }

    @Test
    void rowsOutliveAnOutageAndKeepTheirOrder() throws InterruptedException {
        try (var audit = audit(600)) {
            source.goAway();
            for (var i = 0; i < 600; i++) {
                audit.reserve().orElseThrow().write(row("request-" + i));
            }
            while (audit.counters().retries() < 2) {
                Thread.sleep(5);
            }
            assertThat(audit.reserve()).isEmpty();
            assertThat(audit.counters().waiting()).isEqualTo(600);
            source.comeBack();
            awaitWritten(audit, 600);
        }
        assertThat(requestIds()).hasSize(600).first().isEqualTo("request-0");
        assertThat(requestIds().getLast()).isEqualTo("request-599");
    }

    @Test
    void aCommitWithoutAnAnswerWritesNoRowTwice() throws InterruptedException {
        try (var audit = audit(10)) {
            source.loseAnswerOfNextCommit();
            for (var i = 0; i < 3; i++) {
                audit.reserve().orElseThrow().write(row("request-" + i));
            }
            awaitWritten(audit, 3);
        }
        assertThat(requestIds()).containsExactly("request-0", "request-1", "request-2");
    }

    @Test
    void textsThatDoNotFitAreCutRatherThanLost() {
        try (var audit = audit(1)) {
            var row = row("x".repeat(300) + "\0");
            audit.reserve().orElseThrow().write(row);
        }
        assertThat(requestIds()).containsExactly("x".repeat(255));
    }

    @Test
    void aStopWithoutADatabaseEndsInTimeAndCountsWhatIsLost() {
        var audit = new AuditLog(database, new AuditLimits(10, Duration.ofMillis(300)));
        source.goAway();
        for (var i = 0; i < 3; i++) {
            audit.reserve().orElseThrow().write(row("request-" + i));
        }
        var late = audit.reserve().orElseThrow();
        audit.close();
        assertThat(audit.counters().lost()).isEqualTo(3);
        assertThat(audit.reserve()).isEmpty();
        late.write(row("late"));
        assertThat(audit.counters().lost()).isEqualTo(4);
        assertThat(audit.counters().waiting()).isZero();
    }

    @Test
    void aRefusedRowDoesNotHoldUpTheOthers() {
        database.inTransaction(manager ->
                manager.createNativeQuery(
                                "alter table audit add constraint no_teapots check (status <> 418)")
                        .executeUpdate());
        try (var audit = audit(10)) {
            audit.reserve().orElseThrow().write(row("request-0"));
            audit.reserve().orElseThrow().write(row("request-1", 418));
            audit.reserve().orElseThrow().write(row("request-2"));
            audit.close();
            assertThat(audit.counters().lost()).isEqualTo(1);
            assertThat(audit.counters().written()).isEqualTo(2);
        }
        assertThat(requestIds()).containsExactly("request-0", "request-2");
    }

    private AuditLog audit(int rows) {
        return new AuditLog(database, new AuditLimits(rows, Duration.ofSeconds(10)));
    }

    private static void awaitWritten(AuditLog audit, int rows) throws InterruptedException {
        while (audit.counters().written() < rows) {
            Thread.sleep(5);
        }
    }

    private List<String> requestIds() {
        return database.inTransaction(manager ->
                manager.createQuery(
                                "select a.requestId from AuditEntity a order by a.id", String.class)
                        .getResultList());
    }

    private List<@Nullable Object> columns() {
        return database.inTransaction(manager -> {
            var row = (Object[]) manager.createNativeQuery("select * from audit").getSingleResult();
            assertThat(row[2].toString()).contains("2026-11-23").contains("58:00.123456");
            var columns = new ArrayList<@Nullable Object>(Arrays.asList(row));
            var pseudonym = columns.remove(columns.size() - 1 - PAGE_COLUMNS);
            assertThat(pseudonym).isInstanceOf(UUID.class);
            columns.remove(2);
            columns.remove(0);
            return columns;
        });
    }

    private static AuditRecord row(String requestId) {
        return row(requestId, 200);
    }

    private static AuditRecord row(String requestId, int status) {
        return new AuditRecord(
                requestId,
                Instant.parse("2026-11-23T09:58:00.123456Z"),
                "local",
                "page",
                "tiny-gpt-oss",
                true,
                Optional.of("low"),
                OptionalInt.of(256),
                OptionalDouble.of(0.5),
                new AuditRecord.Outcome(
                        status, Optional.of("stop"), Optional.empty(), Optional.empty()),
                new AuditRecord.Tokens(12, 8, 3, 5),
                new AuditRecord.Moments(
                        OptionalLong.of(1),
                        OptionalLong.of(20),
                        OptionalLong.of(300),
                        OptionalLong.empty(),
                        OptionalLong.of(4000),
                        OptionalLong.of(4001),
                        OptionalLong.of(50000),
                        OptionalLong.of(50001)));
    }
}
