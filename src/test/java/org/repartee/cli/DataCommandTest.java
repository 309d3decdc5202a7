package org.repartee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.DraftLimits;
import org.repartee.database.Database;
import org.repartee.database.TestPostgres;

class DataCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.newDatabase();

    @TempDir Path folder;

    @Test
    void aPersonsDataIsExportedForTheirEyesOnlyAndThenErased() throws Exception {
        ask("anna", "What is a block table?");
        ask("bob", "Bob's question");
        var file = folder.resolve("anna.json");
        assertThat(run("export", "--owner=anna", "--out=" + file)).as(err.toString()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var exported = read(file);
        assertThat(exported.getString("owner")).isEqualTo("anna");
        assertThat(exported.getJsonArray("conversations").getJsonObject(0).getString("title"))
                .isEqualTo("What is a block table?");
        assertThat(exported.getJsonArray("audit")).isEmpty();
        assertThat(Files.readString(file)).doesNotContain("Bob's");

        assertThat(run("erase", "--owner=anna", "--requested-by=carol")).isZero();
        assertThat(out.toString()).endsWith("erased\n");
        assertThat(titles()).isEqualTo("Bob's question");
        assertThat(text("select job || ' ' || removed || ' ' || requested_by from job_log"))
                .isEqualTo("erasure 1 carol");
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        var file = Files.writeString(folder.resolve("there.json"), "precious");
        assertThat(run("export", "--owner=anna", "--out=" + file)).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "repartee: --out must name a file that does not exist, got " + file + "\n");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aDatabaseThatIsNotThereIsOneSentence() {
        var port = source.getPortNumbers()[0];
        var status =
                command(
                        "data",
                        "erase",
                        "--url=jdbc:postgresql://127.0.0.1:" + port + "/nothing",
                        "--user=postgres",
                        "--owner=anna",
                        "--requested-by=carol");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("repartee: the database jdbc:postgresql://127.0.0.1:" + port)
                .endsWith("FATAL: database \"nothing\" does not exist");
    }

    private int run(String command, String... more) {
        var words = new String[more.length + 4];
        words[0] = "data";
        words[1] = command;
        words[2] = "--url=" + source.getURL();
        words[3] = "--user=postgres";
        System.arraycopy(more, 0, words, 4, more.length);
        return command(words);
    }

    private int command(String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private void ask(String owner, String question) throws InterruptedException {
        var limits = new DraftLimits(Duration.ofMillis(20), 8, Duration.ofSeconds(10));
        try (var database = Database.open(source);
                var conversations = new Conversations(database, limits)) {
            conversations.ask(owner, Optional.empty(), question, "low", 64).draft().close();
        }
    }

    private static JsonObject read(Path file) throws IOException {
        try (var reader = Json.createReader(Files.newInputStream(file))) {
            return reader.readObject();
        }
    }

    private String titles() throws SQLException {
        return text("select string_agg(title, ',') from conversation");
    }

    private String text(String query) throws SQLException {
        try (var connection = source.getConnection();
                var rows = connection.createStatement().executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
