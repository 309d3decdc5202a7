package org.repartee.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of a test's own, which it can stop and start again on the same port and data.
public final class PostgresServer implements AutoCloseable {
    private static final String DATABASE = "repartee";

    private final Path folder;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    /// @param folder of its data; made if it is missing
    public PostgresServer(Path folder) throws IOException {
        this.folder = folder;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    /// Returns when it takes connections.
    public void start() throws IOException, SQLException {
        var isNew = !Files.exists(folder);
        var server =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(folder)
                        .setCleanDataDirectory(false)
                        .setServerConfig("fsync", "off")
                        .start();
        running = server;
        if (isNew) {
            execute("create database " + DATABASE);
        }
    }

    /// Cuts every connection, as a restart or a failover does.
    public void stop() throws IOException {
        var server = running;
        if (server != null) {
            server.close();
            running = null;
        }
    }

    /// Makes a role that may do everything in the database, or gives it another password, and ends
    /// what it had open.
    public void requirePassword(String role, String password) throws IOException, SQLException {
        var rules = folder.resolve("pg_hba.conf");
        var rule = "host all %s 127.0.0.1/32 scram-sha-256%n".formatted(role);
        var before = Files.readString(rules);
        if (!before.contains(rule)) {
            Files.writeString(rules, rule + before);
            execute("create role " + role + " login password '" + password + "'");
            execute("alter database " + DATABASE + " owner to " + role);
        } else {
            execute("alter role " + role + " password '" + password + "'");
        }
        execute("select pg_reload_conf()");
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                        + role
                        + "'");
    }

    private void execute(String statement) throws SQLException {
        try (var connection = administration().getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private DataSource administration() {
        return server().getPostgresDatabase();
    }

    /// Connections to the database as its superuser.
    public DataSource source() {
        return server().getDatabase("postgres", DATABASE);
    }

    private EmbeddedPostgres server() {
        var server = running;
        if (server == null) {
            throw new IllegalStateException("the PostgreSQL in " + folder + " does not run");
        }
        return server;
    }

    public int port() {
        return port;
    }

    /// The JDBC address, without user and password.
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
