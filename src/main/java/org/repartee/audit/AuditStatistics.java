package org.repartee.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The sums and percentiles, in SQL that PostgreSQL and H2 both know.
final class AuditStatistics {
    static final String TIMEOUT_HINT = "jakarta.persistence.query.timeout";
    static final int TIMEOUT_MILLIS = 10_000;

    private static final int SECONDS_OF_AN_HOUR = 3600;

    private final EntityManager manager;

    AuditStatistics(EntityManager manager) {
        this.manager = manager;
    }

    List<HourlyLatency> firstTokenByHour(Instant from, Instant until, Optional<String> model) {
        var query =
                manager.createNativeQuery(
                        "select floor(extract(epoch from received_at) / 3600) as of_hour, count(*),"
                                + " percentile_cont(0.5) within group (order by first_token_micros),"
                                + " percentile_cont(0.95) within group (order by first_token_micros),"
                                + " percentile_cont(0.99) within group (order by first_token_micros)"
                                + " from audit where received_at >= ?1 and received_at < ?2"
                                + " and first_token_micros is not null"
                                + model.map(_ -> " and model = ?3").orElse("")
                                + " group by floor(extract(epoch from received_at) / 3600)"
                                + " order by of_hour");
        query.setParameter(1, from.atOffset(ZoneOffset.UTC));
        query.setParameter(2, until.atOffset(ZoneOffset.UTC));
        model.ifPresent(name -> query.setParameter(3, name));
        return rows(query).stream().map(AuditStatistics::latency).toList();
    }

    private static HourlyLatency latency(Object[] row) {
        return new HourlyLatency(
                Instant.ofEpochSecond(((Number) row[0]).longValue() * SECONDS_OF_AN_HOUR),
                ((Number) row[1]).longValue(),
                ((Number) row[2]).doubleValue(),
                ((Number) row[3]).doubleValue(),
                ((Number) row[4]).doubleValue());
    }

    List<UserUsage> topUsers(LocalDate from, LocalDate until, int limit) {
        var query =
                manager.createNativeQuery(
                        "select u.person, p.owner, sum(u.requests), sum(u.prompt_tokens),"
                                + " sum(u.cached_tokens), sum(u.reasoning_tokens),"
                                + " sum(u.answer_tokens)"
                                + " from audit_usage u left join audit_person p"
                                + " on p.pseudonym = u.person"
                                + " where u.usage_day >= ?1 and u.usage_day < ?2 group by u.person, p.owner"
                                + " order by sum(u.prompt_tokens + u.reasoning_tokens"
                                + " + u.answer_tokens) desc, u.person limit ?3");
        query.setParameter(1, from);
        query.setParameter(2, until);
        query.setParameter(3, limit);
        return rows(query).stream().map(AuditStatistics::usage).toList();
    }

    private static UserUsage usage(Object[] row) {
        return new UserUsage(
                (UUID) row[0],
                Optional.ofNullable((String) row[1]),
                ((Number) row[2]).longValue(),
                ((Number) row[3]).longValue(),
                ((Number) row[4]).longValue(),
                ((Number) row[5]).longValue(),
                ((Number) row[6]).longValue());
    }

    @SuppressWarnings("unchecked") // several columns: arrays
    private static List<Object[]> rows(Query query) {
        return query.setHint(TIMEOUT_HINT, TIMEOUT_MILLIS).getResultList();
    }
}
