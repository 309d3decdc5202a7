package org.repartee.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// One PostgreSQL for all tests of this process, started when the first of them needs it. Each test
/// has a database of its own, copied from one that was migrated once.
public final class TestPostgres {
    private static final String USER = "postgres";
    private static final String MIGRATED = "migrated";
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    /// A new database with the newest schema and no rows.
    public static DataSource newDatabase() {
        var name = "test_" + COUNT.incrementAndGet();
        create(name + " template " + MIGRATED);
        return SERVER.getDatabase(USER, name);
    }

    /// A new database without tables.
    public static DataSource newBlankDatabase() {
        var name = "blank_" + COUNT.incrementAndGet();
        create(name);
        return SERVER.getDatabase(USER, name);
    }

    private static EmbeddedPostgres start() {
        try {
            // Nobody needs these rows after a power failure.
            return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(String name) {
        try (var connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database: " + e.getMessage(), e);
        }
    }

    static {
        create(MIGRATED);
        Database.open(SERVER.getDatabase(USER, MIGRATED)).close();
    }
}
