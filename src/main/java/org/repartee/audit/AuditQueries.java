package org.repartee.audit;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.repartee.database.Cursor;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// What is asked of the audit. Reads only; what each query costs on ten million rows is measured by
/// `deploy/repartee bench audit`.
///
/// Safe to use from any thread; each call waits for the database and throws
/// [org.repartee.database.DatabaseFailure] if that is away, or if a query took longer than ten
/// seconds.
public final class AuditQueries {

    /// The most requests of one page.
    public static final int MAX_PAGE = 500;

    /// The most users of one ranking.
    public static final int MAX_USERS = 1000;

    private static final Duration LONGEST_RANGE = Duration.ofDays(31);

    private final Database database;

    public AuditQueries(Database database) {
        this.database = database;
    }

    /// One page of requests, newest first.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    /// @param before the cursor of an earlier page's `next`
    /// @throws IllegalArgumentException if the limit is out of range or the cursor is none of ours
    public AuditPage newest(AuditFilter filter, int limit, Optional<String> before) {
        requireWithin("limit", limit, MAX_PAGE);
        var cursor = before.map(Cursor::parse);
        return database.inTransaction(manager -> {
            var person = filter.owner().flatMap(owner -> AuditPersons.pseudonym(manager, owner));
            if (filter.owner().isPresent() && person.isEmpty()) {
                return new AuditPage(List.of(), Optional.empty());
            }
            var found = new AuditSearch(manager, filter, person, cursor).rows(limit + 1);
            return page(manager, found, limit);
        });
    }

    private static AuditPage page(EntityManager manager, List<AuditEntity> found, int limit) {
        var shown = named(manager, found.subList(0, Math.min(limit, found.size())));
        if (found.size() <= limit) {
            return new AuditPage(shown, Optional.empty());
        }
        var last = shown.getLast();
        return new AuditPage(
                shown, Optional.of(new Cursor(last.content().receivedAt(), last.id()).encoded()));
    }

    private static List<StoredRequest> named(EntityManager manager, List<AuditEntity> rows) {
        Map<UUID, String> owners =
                AuditPersons.owners(
                        manager,
                        rows.stream().map(AuditEntity::person).collect(Collectors.toSet()));
        return rows.stream()
                .map(row -> row.toRequest(Optional.ofNullable(owners.get(row.person()))))
                .toList();
    }

    /// One request, if there is one with this key.
    public Optional<StoredRequest> find(UUID id) {
        return database.inTransaction(manager ->
                Optional.ofNullable(manager.find(AuditEntity.class, id))
                        .map(row -> named(manager, List.of(row)).getFirst()));
    }

    /// Percentiles of the time to the first token for each hour (UTC) with answers, oldest first.
    ///
    /// @param until at most 31 days after `from`
    /// @throws IllegalArgumentException if the range is empty or longer
    public List<HourlyLatency> firstTokenByHour(
            Instant from, Instant until, Optional<String> model) {
        var range = Duration.between(from, until);
        if (!range.isPositive() || range.compareTo(LONGEST_RANGE) > 0) {
            throw new IllegalArgumentException(
                    "until must be within 31 days after from, got %s to %s".formatted(from, until));
        }
        return statistics(queries -> queries.firstTokenByHour(from, until, model));
    }

    /// Who used most tokens, the greatest first.
    ///
    /// @param from the first day, in UTC
    /// @param until the day after the last
    /// @param limit 1 to [#MAX_USERS]
    /// @throws IllegalArgumentException if the limit is out of range
    public List<UserUsage> topUsers(LocalDate from, LocalDate until, int limit) {
        requireWithin("limit", limit, MAX_USERS);
        return statistics(queries -> queries.topUsers(from, until, limit));
    }

    /// The audit and the daily usage as data about people.
    public List<StoredData> data() {
        return List.of(new AuditData(database, this), new UsageData(database));
    }

    private <T> T statistics(Function<AuditStatistics, T> query) {
        return database.inTransaction(manager -> query.apply(new AuditStatistics(manager)));
    }

    private static void requireWithin(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "%s must be within [1, %d], got %d".formatted(name, most, value));
        }
    }
}
