package org.repartee.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The open database. There is none before its migrations have run, so that no query can come too
/// early.
///
/// Thread-safe; each transaction has its own entity manager, on the thread that calls.
public final class Database implements AutoCloseable {
    private static final String PERSISTENCE_UNIT = "repartee";
    private static final int CONNECT_RETRIES = 3;

    private final EntityManagerFactory factory;
    private final OrderedIds ids = new OrderedIds();

    private Database(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /// Migrates the database to the newest schema and opens it.
    ///
    /// @param source gives connections that take part in no container transaction
    /// @throws RuntimeException if the database cannot be reached or a migration fails
    public static Database open(DataSource source) {
        return open(source, source);
    }

    /// The same with connections of their own for the migrations.
    ///
    /// @param migrations gives connections on which a statement may take as long as it takes
    public static Database open(DataSource source, DataSource migrations) {
        var classes = Database.class.getClassLoader();
        Flyway.configure(classes)
                .dataSource(migrations)
                .locations("classpath:db/migration")
                .placeholders(Map.of("postgresql", isPostgres(migrations) ? "" : "--"))
                .connectRetries(CONNECT_RETRIES)
                .load()
                .migrate();
        Map<String, Object> properties =
                Map.of(
                        "jakarta.persistence.nonJtaDataSource", source,
                        "eclipselink.classloader", classes);
        return new Database(Persistence.createEntityManagerFactory(PERSISTENCE_UNIT, properties));
    }

    private static boolean isPostgres(DataSource source) {
        try (var connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the database cannot be opened: " + DatabaseFailure.firstLine(e), e);
        }
    }

    /// Does the work in one transaction: all of it is stored, or nothing.
    ///
    /// @throws DatabaseFailure if the database could not do it; an exception of the work itself
    ///   rolls back and is passed on
    public <T> T inTransaction(Function<EntityManager, T> work) {
        try (var manager = factory.createEntityManager()) {
            return inTransaction(manager, work);
        } catch (RuntimeException failure) {
            throw DatabaseFailure.found(failure).orElseThrow(() -> failure);
        }
    }

    private static <T> T inTransaction(EntityManager manager, Function<EntityManager, T> work) {
        var transaction = manager.getTransaction();
        transaction.begin();
        // The connection first: without one there is nothing to roll back, and a rollback would
        // wait
        // for one again.
        manager.unwrap(Connection.class);
        try {
            var result = work.apply(manager);
            transaction.commit();
            return result;
        } catch (Throwable failure) {
            rollBack(transaction, failure);
            throw failure;
        }
    }

    private static void rollBack(EntityTransaction transaction, Throwable failure) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /// Whether the database answers at all: tells an outage from a statement that it refuses.
    public boolean answers() {
        try {
            inTransaction(manager -> manager.createNativeQuery("select 1").getSingleResult());
            return true;
        } catch (DatabaseFailure _) {
            return false;
        }
    }

    /// A new key, greater than all that this server made before.
    public UUID newId() {
        return ids.next();
    }

    @Override
    public void close() {
        factory.close();
    }
}
