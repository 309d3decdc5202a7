package org.repartee.retention;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.repartee.database.ColumnText;
import org.repartee.database.Database;

/// What the jobs did, in the table `job_log` and in the server's log.
final class JobLog {
    private static final System.Logger LOG = System.getLogger(JobLog.class.getName());
    private static final int FAILURE_LENGTH = 1000;

    private final Database database;
    private final String node;

    JobLog(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    void removed(String job, long rows) {
        LOG.log(System.Logger.Level.INFO, "{0}: {1} rows removed", job, rows);
        write(job, rows, Optional.empty(), Optional.empty());
    }

    /// @param requestedBy who asked for it; who was erased is not written anywhere
    void erased(long rows, String requestedBy) {
        LOG.log(
                System.Logger.Level.INFO,
                "erasure, asked for by {0}: {1} rows removed or made nameless",
                requestedBy,
                rows);
        write("erasure", rows, Optional.of(requestedBy), Optional.empty());
    }

    void failed(String job, long rows, RuntimeException cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} failed after {1} rows, it is tried again: {2}",
                job,
                rows,
                cause.getMessage());
        try {
            write(job, rows, Optional.empty(), Optional.ofNullable(cause.getMessage()));
        } catch (RuntimeException second) {
            // Most likely the same database that is away; the line above stays.
            cause.addSuppressed(second);
        }
    }

    private void write(
            String job, long rows, Optional<String> requestedBy, Optional<String> failure) {
        database.inTransaction(manager ->
                insert(manager, job, rows)
                        .setParameter(6, column(requestedBy))
                        .setParameter(7, column(failure))
                        .executeUpdate());
    }

    private Query insert(EntityManager manager, String job, long rows) {
        return manager.createNativeQuery(
                        "insert into job_log (id, finished_at, node, job, removed, requested_by, failure)"
                                + " values (?1, ?2, ?3, ?4, ?5, nullif(?6, ''), nullif(?7, ''))")
                .setParameter(1, database.newId())
                .setParameter(
                        2, Instant.now().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .setParameter(3, node)
                .setParameter(4, job)
                .setParameter(5, rows);
    }

    // A native query does not know the type of null.
    private static String column(Optional<String> text) {
        return text.map(t -> ColumnText.fit(t, FAILURE_LENGTH)).orElse("");
    }
}
