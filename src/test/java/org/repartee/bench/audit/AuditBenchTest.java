package org.repartee.bench.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.bench.Setting;
import org.repartee.database.Password;
import org.repartee.database.PostgresConfig;
import org.repartee.database.PostgresServer;

class AuditBenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter progress = new StringWriter();

    @Test
    void everyQuestionIsAskedOfAFilledDatabaseAndItsPlanIsThatOfTheCode(@TempDir Path folder)
            throws Exception {
        try (var server = new PostgresServer(folder.resolve("pg"))) {
            server.start();
            run(server, 20_000, true);
            assertThat(out.toString())
                    .contains("bench test", "PostgreSQL 15", "rows     20,000", "audit_newest")
                    .containsPattern("(?m)^newest page of 50 +50( +[0-9.]+){4}$")
                    .containsPattern("(?m)^the user who asked most +50 ")
                    .containsPattern("(?m)^model, no row +0 ")
                    .containsPattern("(?m)^status 400 to 599 +50 ")
                    .containsPattern("(?m)^a page 10,000 rows deep +50 ")
                    .containsPattern("(?m)^first token by hour, a day +24 ")
                    .containsPattern("(?m)^top 20 users, 90 days +20 ")
                    .containsPattern("Index Scan using audit_newest on audit")
                    .containsPattern("Index Scan using audit_by_model on audit");
            assertThat(progress.toString()).contains("building audit_by_person", "20,000 rows");
            run(server, 20_000, false);
            assertThat(progress.toString())
                    .contains("measuring the 20000 rows that are there already");
            assertThatThrownBy(() -> run(server, 5000, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it has 20000 audit rows, of which 20000 are");
        }
    }

    private void run(PostgresServer server, long rows, boolean plans) throws SQLException {
        var config =
                new PostgresConfig(
                        server.url(),
                        Optional.of("postgres"),
                        new Password.None(),
                        2,
                        Duration.ofSeconds(5));
        new AuditBench(config, rows, 2, plans)
                .run(Setting.of("bench test"), new PrintWriter(out), new PrintWriter(progress));
    }
}
