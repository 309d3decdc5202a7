package org.repartee.audit;

import static org.repartee.database.ColumnText.fit;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Tokens per day (UTC), person and model, summed over some rows and then added to the table
/// `audit_usage` by the transaction that stores these rows.
final class DailyUsage {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::day).thenComparing(Key::person).thenComparing(Key::model);

    // Sorted: servers that add to the same rows lock them in the same order.
    private final SortedMap<Key, Sum> sums = new TreeMap<>(ORDER);

    private record Key(LocalDate day, UUID person, String model) {}

    private record Sum(long requests, long prompt, long cached, long reasoning, long answer) {
        static Sum of(AuditRecord.Tokens tokens) {
            return new Sum(
                    1, tokens.prompt(), tokens.cached(), tokens.reasoning(), tokens.answer());
        }

        Sum plus(Sum other) {
            return new Sum(
                    requests + other.requests,
                    prompt + other.prompt,
                    cached + other.cached,
                    reasoning + other.reasoning,
                    answer + other.answer);
        }
    }

    void count(UUID person, AuditRecord row) {
        var day = LocalDate.ofInstant(row.receivedAt(), ZoneOffset.UTC);
        var key = new Key(day, person, fit(row.model(), AuditEntity.NAME));
        sums.merge(key, Sum.of(row.tokens()), Sum::plus);
    }

    void addTo(EntityManager manager) {
        sums.forEach((key, sum) -> {
            if (add(manager, key, sum) == 0) {
                insert(manager, key, sum);
            }
        });
    }

    private static int add(EntityManager manager, Key key, Sum sum) {
        return execute(
                manager,
                "update audit_usage set requests = requests + ?4, prompt_tokens = prompt_tokens + ?5,"
                        + " cached_tokens = cached_tokens + ?6,"
                        + " reasoning_tokens = reasoning_tokens + ?7,"
                        + " answer_tokens = answer_tokens + ?8"
                        + " where usage_day = ?1 and person = ?2 and model = ?3",
                key,
                sum);
    }

    private static void insert(EntityManager manager, Key key, Sum sum) {
        execute(
                manager,
                "insert into audit_usage (usage_day, person, model, requests, prompt_tokens,"
                        + " cached_tokens, reasoning_tokens, answer_tokens)"
                        + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                key,
                sum);
    }

    private static int execute(EntityManager manager, String sql, Key key, Sum sum) {
        return manager.createNativeQuery(sql)
                .setParameter(1, key.day())
                .setParameter(2, key.person())
                .setParameter(3, key.model())
                .setParameter(4, sum.requests())
                .setParameter(5, sum.prompt())
                .setParameter(6, sum.cached())
                .setParameter(7, sum.reasoning())
                .setParameter(8, sum.answer())
                .executeUpdate();
    }
}
