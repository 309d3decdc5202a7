package org.repartee.retention;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.repartee.database.Database;

/// The right to run a job, of which each job has one for all servers of a database. Whoever works
/// renews it; one that died loses it when its time is over. Times are the database's, so that the
/// servers' clocks need not agree.
final class Lease {
    private static final String UNTIL =
            "current_timestamp + cast(?3 as integer) * interval '1' second";

    private final Database database;
    private final String job;
    private final String holder;
    private final Duration length;

    Lease(Database database, String job, String holder, Duration length) {
        this.database = database;
        this.job = job;
        this.holder = holder;
        this.length = length;
    }

    /// Takes or renews it.
    ///
    /// @return whether it is this holder's now
    boolean take() {
        return database.inTransaction(manager -> {
            createMissing(manager);
            return manager.createNativeQuery(
                                    "update job_lease set holder = ?2, held_until = "
                                            + UNTIL
                                            + " where job = ?1 and (holder = ?2"
                                            + " or held_until <= current_timestamp)")
                            .setParameter(1, job)
                            .setParameter(2, holder)
                            .setParameter(3, length.toSeconds())
                            .executeUpdate()
                    > 0;
        });
    }

    // Whoever comes second finds it there, on both databases.
    private void createMissing(EntityManager manager) {
        manager.createNativeQuery(
                        "insert into job_lease (job, holder, held_until)"
                                + " values (?1, '', current_timestamp) on conflict do nothing")
                .setParameter(1, job)
                .executeUpdate();
    }

    /// Gives it back at once, if it is this holder's.
    void release() {
        database.inTransaction(manager ->
                manager.createNativeQuery(
                                "update job_lease set held_until = current_timestamp"
                                        + " where job = ?1 and holder = ?2")
                        .setParameter(1, job)
                        .setParameter(2, holder)
                        .executeUpdate());
    }
}
