package org.repartee.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.repartee.audit.AuditedRequests.NOON;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.Database;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditQueriesTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Database database;
    private final AuditQueries queries;

    AuditQueriesTest(TestDatabase kind) {
        database = Database.open(kind.empty());
        queries = new AuditQueries(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStoredRequestComesBackAsItWas() {
        var written = AuditedRequests.request("r-1", "anna", NOON.plusNanos(123_456_000));
        write(written);
        var stored = newest(AuditFilter.NONE).getFirst();
        assertThat(stored.content()).isEqualTo(written);
        assertThat(stored.erased()).isFalse();
        assertThat(queries.find(stored.id())).contains(stored);
        assertThat(queries.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aRequestOfWhichNothingIsKnownComesBackToo() {
        var written = AuditedRequests.unmeasured("r-1");
        write(written);
        assertThat(newest(AuditFilter.NONE).getFirst().content()).isEqualTo(written);
    }

    @Test
    void pagesGoOnFromTheLastRowWhileNewRowsCome() {
        // Two of each time: the key decides between them.
        for (var i = 0; i < 7; i++) {
            write(
                    AuditedRequests.request(
                            "r-" + i, "anna", NOON.plus(A_MINUTE.multipliedBy(i / 2))));
        }
        var first = queries.newest(AuditFilter.NONE, 3, Optional.empty());
        write(AuditedRequests.request("late", "anna", NOON.plus(Duration.ofHours(1))));
        var second = queries.newest(AuditFilter.NONE, 3, first.next());
        var third = queries.newest(AuditFilter.NONE, 3, second.next());
        assertThat(ids(first.requests())).containsExactly("r-6", "r-5", "r-4");
        assertThat(ids(second.requests())).containsExactly("r-3", "r-2", "r-1");
        assertThat(ids(third.requests())).containsExactly("r-0");
        assertThat(third.next()).isEmpty();
    }

    @Test
    void everyFilterFindsItsOwn() {
        write(AuditedRequests.request("bob's", "bob", NOON));
        write(AuditedRequests.of("other model", at(1), "large", "low", 200));
        write(AuditedRequests.of("thorough", at(2), "tiny-gpt-oss", "high", 200));
        write(AuditedRequests.of("refused", at(3), "tiny-gpt-oss", "low", 400));
        write(AuditedRequests.of("busy", at(4), "tiny-gpt-oss", "low", 503));
        write(AuditedRequests.firstTokenAfter("slow", at(5), 2_000_000));
        var all = AuditFilter.NONE;
        assertThat(ids(newest(all.ofOwner("bob")))).containsExactly("bob's");
        assertThat(ids(newest(all.ofOwner("nobody")))).isEmpty();
        assertThat(ids(newest(all.ofModel("large")))).containsExactly("other model");
        assertThat(ids(newest(all.withEffort("high")))).containsExactly("thorough");
        assertThat(ids(newest(all.withStatus(AuditFilter.Statuses.only(400)))))
                .containsExactly("refused");
        assertThat(ids(newest(all.withStatus(AuditFilter.Statuses.FAILED))))
                .containsExactly("busy", "refused");
        assertThat(ids(newest(all.firstTokenAfter(Duration.ofSeconds(2))))).containsExactly("slow");
        assertThat(ids(newest(all.takingAtLeast(Duration.ofNanos(2_000_004_000)))))
                .containsExactly("slow");
        assertThat(ids(newest(all.takingAtLeast(Duration.ofNanos(2_000_005_000))))).isEmpty();
        assertThat(ids(newest(all.between(at(2), at(4))))).containsExactly("refused", "thorough");
        assertThat(ids(newest(all.ofOwner("anna").withEffort("low").between(at(3), at(5)))))
                .containsExactly("busy", "refused");
    }

    @Test
    void percentilesAreThoseOfEachHour() {
        for (var i = 1; i <= 100; i++) {
            write(AuditedRequests.firstTokenAfter("r-" + i, NOON.plusSeconds(i), i * 1000L));
        }
        write(AuditedRequests.firstTokenAfter("one", NOON.plus(Duration.ofHours(2)), 5000));
        var hours = queries.firstTokenByHour(NOON, NOON.plus(Duration.ofDays(1)), Optional.empty());
        assertThat(hours).hasSize(2);
        assertThat(hours.getFirst().hour()).isEqualTo(NOON);
        assertThat(hours.getFirst().answers()).isEqualTo(100);
        assertThat(hours.getFirst().p50()).isCloseTo(50_500, within(0.001));
        assertThat(hours.getFirst().p95()).isCloseTo(95_050, within(0.001));
        assertThat(hours.getFirst().p99()).isCloseTo(99_010, within(0.001));
        assertThat(hours.getLast())
                .isEqualTo(new HourlyLatency(NOON.plus(Duration.ofHours(2)), 1, 5000, 5000, 5000));
        assertThat(queries.firstTokenByHour(NOON, at(60), Optional.of("another"))).isEmpty();
    }

    @Test
    void theGreatestUsersComeFirst() {
        for (var i = 0; i < 3; i++) {
            write(AuditedRequests.request("b-" + i, "bob", NOON));
        }
        write(AuditedRequests.request("a", "anna", NOON.plus(Duration.ofDays(1))));
        var day = LocalDate.of(2026, 11, 23);
        var users = queries.topUsers(day, day.plusDays(2), 10);
        assertThat(users).extracting(UserUsage::owner).containsExactly(name("bob"), name("anna"));
        assertThat(users.getFirst())
                .extracting(
                        UserUsage::requests,
                        UserUsage::promptTokens,
                        UserUsage::cachedTokens,
                        UserUsage::reasoningTokens,
                        UserUsage::answerTokens,
                        UserUsage::tokens)
                .containsExactly(3L, 36L, 24L, 9L, 15L, 60L);
        assertThat(queries.topUsers(day, day.plusDays(2), 1)).hasSize(1);
        assertThat(queries.topUsers(day.plusDays(1), day.plusDays(2), 10))
                .extracting(UserUsage::owner)
                .containsExactly(name("anna"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> queries.newest(AuditFilter.NONE, 501, Optional.empty()))
                .hasMessage("limit must be within [1, 500], got 501");
        assertThatThrownBy(() -> queries.newest(AuditFilter.NONE, 1, Optional.of("zzz")))
                .hasMessage("before must be the `next` of an earlier page, got \"zzz\"");
        assertThatThrownBy(() -> queries.firstTokenByHour(NOON, NOON, Optional.empty()))
                .hasMessageStartingWith("until must be within 31 days after from");
        assertThatThrownBy(() -> new AuditFilter.Statuses(500, 400))
                .hasMessage("status must begin at or before its end, got 500 to 400");
    }

    private static Optional<String> name(String owner) {
        return Optional.of(owner);
    }

    private static Instant at(int minutes) {
        return NOON.plus(A_MINUTE.multipliedBy(minutes));
    }

    private void write(AuditRecord record) {
        database.inTransaction(manager -> {
            new AuditRows(manager).add(List.of(new AuditRow(database.newId(), record)));
            return record;
        });
    }

    private List<StoredRequest> newest(AuditFilter filter) {
        return queries.newest(filter, 100, Optional.empty()).requests();
    }

    private static List<String> ids(List<StoredRequest> requests) {
        return requests.stream().map(r -> r.content().requestId()).toList();
    }
}
