package org.repartee.retention;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.repartee.database.Database;

/// The people who wait to be erased.
final class Erasures {

    /// @param owner to be erased
    record Erasure(String owner, String requestedBy) {}

    private final Database database;

    Erasures(Database database) {
        this.database = database;
    }

    /// Asking twice is asking once.
    void request(String owner, String requestedBy) {
        database.inTransaction(manager ->
                manager.createNativeQuery(
                                "insert into erasure (owner, requested_by, requested_at)"
                                        + " values (?1, ?2, ?3) on conflict do nothing")
                        .setParameter(1, owner)
                        .setParameter(2, requestedBy)
                        .setParameter(
                                3,
                                Instant.now()
                                        .truncatedTo(ChronoUnit.MICROS)
                                        .atOffset(ZoneOffset.UTC))
                        .executeUpdate());
    }

    @SuppressWarnings("unchecked") // several columns: arrays
    List<Erasure> waiting() {
        List<Object[]> rows =
                database.inTransaction(manager ->
                        manager.createNativeQuery(
                                        "select owner, requested_by from erasure order by requested_at")
                                .getResultList());
        return rows.stream().map(row -> new Erasure((String) row[0], (String) row[1])).toList();
    }

    void done(Erasure erasure) {
        database.inTransaction(manager ->
                manager.createNativeQuery("delete from erasure where owner = ?1")
                        .setParameter(1, erasure.owner())
                        .executeUpdate());
    }
}
