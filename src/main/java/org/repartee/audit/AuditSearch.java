package org.repartee.audit;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.repartee.database.Cursor;

/// The query for one page. Only what is asked for becomes a condition, so that each combination of
/// filters has a plan of its own; the order is that of the indexes in `V3`.
///
/// A limit on latency is the exception: no index holds all limits in the order of time. PostgreSQL
/// guesses how rare such rows are, guesses badly where they are rarest, and then walks through
/// millions of rows. So few of them are counted first: where there are few, all are taken and then
/// sorted.
final class AuditSearch {
    /// So many rows are fetched and sorted in some ten milliseconds; so rare, 50 of them are found
    /// by walking through as many rows as that takes.
    private static final int FEW = 10_000;

    private final EntityManager manager;
    private final Conditions all = new Conditions();
    private final Conditions slow = new Conditions();

    /// @param person the pseudonym of the filter's owner, if it names one
    AuditSearch(
            EntityManager manager,
            AuditFilter filter,
            Optional<UUID> person,
            Optional<Cursor> before) {
        this.manager = manager;
        filter.from().ifPresent(from -> all.add("received_at >= ?", from.atOffset(ZoneOffset.UTC)));
        filter.until()
                .ifPresent(until -> all.add("received_at < ?", until.atOffset(ZoneOffset.UTC)));
        person.ifPresent(id -> all.add("person = ?", id));
        filter.model().ifPresent(model -> all.add("model = ?", model));
        filter.effort().ifPresent(effort -> all.add("reasoning_effort = ?", effort));
        filter.status().ifPresent(this::addStatus);
        filter.firstToken().ifPresent(least -> addLatency("first_token_micros >= ?", least));
        filter.total().ifPresent(least -> addLatency("closed_micros >= ?", least));
        before.ifPresent(this::addCursor);
    }

    private void addStatus(AuditFilter.Statuses status) {
        if (status.first() == status.last()) {
            all.add("status = ?", status.first());
            return;
        }
        all.add("status >= ?", status.first());
        all.add("status <= ?", status.last());
    }

    private void addLatency(String condition, Duration least) {
        var micros = TimeUnit.NANOSECONDS.toMicros(least.toNanos());
        all.add(condition, micros);
        slow.add(condition, micros);
    }

    // `<=` and then `or`: so PostgreSQL starts in the index where the page before ended.
    private void addCursor(Cursor before) {
        var time = before.time().atOffset(ZoneOffset.UTC);
        all.add("received_at <= ?", time);
        all.add("(received_at < ? or id < ?)", time, before.id());
    }

    /// @param limit most rows
    @SuppressWarnings("unchecked") // of the given class
    List<AuditEntity> rows(int limit) {
        // OFFSET 0 keeps the two steps apart.
        var source =
                !slow.isEmpty() && areFew()
                        ? "(select * from audit" + all.where() + " offset 0) few"
                        : "audit" + all.where();
        var query =
                manager.createNativeQuery(
                        "select * from "
                                + source
                                + " order by received_at desc, id desc limit "
                                + limit,
                        AuditEntity.class);
        return all.bind(query).getResultList();
    }

    private boolean areFew() {
        var query =
                manager.createNativeQuery(
                        "select count(*) from (select 1 from audit"
                                + slow.where()
                                + " limit "
                                + (FEW + 1)
                                + ") slow");
        return ((Number) slow.bind(query).getSingleResult()).intValue() <= FEW;
    }
}
