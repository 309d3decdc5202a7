package org.repartee.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.audit.AuditedRequests.NOON;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.Database;
import org.repartee.database.TestDatabase;

/// Two servers that write the audit of one database.
class TwoServersTest {
    private static final int ROWS = 300;
    private static final AuditLimits LIMITS = new AuditLimits(ROWS, Duration.ofSeconds(20));

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whenBothMeetAStrangerTheyAgreeOnAPseudonymAndLoseNoRow(TestDatabase kind) {
        var source = kind.empty();
        try (var database = Database.open(source);
                var another = Database.open(source.again())) {
            try (var first = new AuditLog(database, LIMITS);
                    var second = new AuditLog(another, LIMITS)) {
                for (var i = 0; i < ROWS; i++) {
                    write(first, "first-" + i);
                    write(second, "second-" + i);
                }
                first.close();
                second.close();
                assertThat(first.counters().lost() + second.counters().lost()).isZero();
            }
            assertThat(numbers(database, "select count(distinct request_id) from audit"))
                    .containsExactly(600L);
            assertThat(numbers(database, "select count(distinct person) from audit"))
                    .containsExactly(1L);
            assertThat(numbers(database, "select count(*) from audit_person")).containsExactly(1L);
            assertThat(numbers(database, "select requests from audit_usage")).containsExactly(600L);
            assertThat(numbers(database, "select prompt_tokens from audit_usage"))
                    .containsExactly(7200L);
        }
    }

    private static void write(AuditLog log, String id) {
        log.reserve().orElseThrow().write(AuditedRequests.request(id, "stranger", NOON));
    }

    private static List<Long> numbers(Database database, String query) {
        return database.inTransaction(manager -> {
            List<?> found = manager.createNativeQuery(query).getResultList();
            return found.stream().map(number -> ((Number) number).longValue()).toList();
        });
    }
}
