package org.repartee.retention;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.ZoneOffset;

/// The rows of a table with a column `id` that are too old.
///
/// @param table its name; both are words of the program, never of a caller
/// @param moment the column that tells how old a row is, which has an index
public record OldestRows(String table, String moment) {

    /// Deletes up to `atMost` of those from before a moment, the oldest first.
    ///
    /// @return how many there were
    public int delete(EntityManager manager, Instant before, int atMost) {
        var sql =
                "delete from %1$s where id in (select id from %1$s where %2$s < ?1 order by %2$s limit ?2)";
        return manager.createNativeQuery(sql.formatted(table, moment))
                .setParameter(1, before.atOffset(ZoneOffset.UTC))
                .setParameter(2, atMost)
                .executeUpdate();
    }
}
