package org.repartee.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.repartee.database.Cursor;

/// The query for one page. Only what is asked for becomes a condition, so that each combination of
/// filters has a plan of its own; the order is that of the indexes in `V3`.
final class AuditSearch {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private AuditSearch() {}

    /// @param person the pseudonym of the filter's owner, if it names one
    static AuditSearch of(AuditFilter filter, Optional<UUID> person, Optional<Cursor> before) {
        var search = new AuditSearch();
        filter.from().ifPresent(from -> search.where("a.receivedAt >= :from", "from", from));
        filter.until().ifPresent(until -> search.where("a.receivedAt < :until", "until", until));
        person.ifPresent(id -> search.where("a.person = :person", "person", id));
        filter.model().ifPresent(model -> search.where("a.model = :model", "model", model));
        filter.effort()
                .ifPresent(effort -> search.where("a.reasoningEffort = :effort", "effort", effort));
        filter.status().ifPresent(search::whereStatus);
        filter.firstToken()
                .ifPresent(least ->
                        search.where("a.moments.firstToken >= :first", "first", micros(least)));
        filter.total()
                .ifPresent(least ->
                        search.where("a.moments.closed >= :total", "total", micros(least)));
        before.ifPresent(search::whereAfter);
        return search;
    }

    private void whereStatus(AuditFilter.Statuses status) {
        if (status.first() == status.last()) {
            where("a.status = :status", "status", status.first());
            return;
        }
        where("a.status >= :firstStatus", "firstStatus", status.first());
        where("a.status <= :lastStatus", "lastStatus", status.last());
    }

    // `<=` and then `or`: so PostgreSQL starts in the index where the page before ended.
    private void whereAfter(Cursor before) {
        where("a.receivedAt <= :time", "time", before.time());
        where("(a.receivedAt < :time or a.id < :id)", "id", before.id());
    }

    private void where(String condition, String name, Object value) {
        conditions.add(condition);
        parameters.put(name, value);
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }

    TypedQuery<AuditEntity> query(EntityManager manager) {
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        var query =
                manager.createQuery(
                        "select a from AuditEntity a"
                                + where
                                + " order by a.receivedAt desc, a.id desc",
                        AuditEntity.class);
        parameters.forEach(query::setParameter);
        return query;
    }
}
