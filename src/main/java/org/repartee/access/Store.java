package org.repartee.access;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;

/// The database and the clock, as this package uses them.
record Store(Database database, InstantSource clock) {

    /// @throws AccessFailure.Unavailable while the database is away
    <T> T inTransaction(Function<EntityManager, T> work) {
        try {
            return database.inTransaction(work);
        } catch (DatabaseFailure failure) {
            throw new AccessFailure.Unavailable(
                    "the database is not available, try again later", failure);
        }
    }

    /// For work that adds a row if there is none yet: if another transaction added it first, the
    /// second try finds it.
    <T> T inTransactionTwice(Function<EntityManager, T> work) {
        try {
            return database.inTransaction(work);
        } catch (DatabaseFailure _) {
            return inTransaction(work);
        }
    }

    /// PostgreSQL keeps microseconds: what is compared must be what is stored.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    UUID newId() {
        return database.newId();
    }
}
