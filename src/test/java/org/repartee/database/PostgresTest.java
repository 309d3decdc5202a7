package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool on a real PostgreSQL that asks for a password and goes away.
class PostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WAIT = Duration.ofSeconds(2);
    // A second try of the same request would take two.
    private static final Duration ONE_WAIT = Duration.ofMillis(3900);

    @Test
    void outlivesAServerThatWasAwayAndTakesANewPassword(@TempDir Path folder) throws Exception {
        var file = folder.resolve("password");
        Files.writeString(file, "first\n");
        try (var server = new PostgresServer(folder.resolve("pg"))) {
            server.start();
            server.requirePassword("repartee", "first");
            var config =
                    config(
                            server.url(),
                            Password.of(Optional.empty(), Optional.of(file.toString())));
            try (var postgres = Postgres.connect(config);
                    var database = Database.open(postgres.pool(), postgres.patient())) {
                assertThat(database.answers()).isTrue();
                assertThat(setting(postgres, "application_name")).isEqualTo("repartee");
                assertThat(setting(postgres, "plan_cache_mode")).isEqualTo("force_custom_plan");
                server.stop();
                assertThat(database.answers()).isFalse();
                var begin = System.nanoTime();
                assertThat(database.answers()).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ONE_WAIT);
                server.start();
                server.requirePassword("repartee", "second");
                Files.writeString(file, "second\n");
                awaitAnswer(database);
            }
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedWithTheDriversReason() throws IOException {
        var url = "jdbc:postgresql://127.0.0.1:" + freePort() + "/repartee";
        assertThatThrownBy(() -> Postgres.connect(config(url, new Password.None())))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageStartingWith(
                        "the database "
                                + url
                                + " as repartee cannot be opened; check repartee.database.* and"
                                + " whether it runs: Connection to 127.0.0.1:")
                .hasMessageContaining("refused");
    }

    private static void awaitAnswer(Database database) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!database.answers()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
        }
    }

    private static PostgresConfig config(String url, Password password) {
        return new PostgresConfig(url, Optional.of("repartee"), password, 2, WAIT);
    }

    private static String setting(Postgres postgres, String name) throws SQLException {
        try (var connection = postgres.pool().getConnection();
                var rows = connection.createStatement().executeQuery("show " + name)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
