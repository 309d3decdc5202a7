package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.repartee.audit.AuditFilter;
import org.repartee.audit.AuditLimits;
import org.repartee.audit.AuditLog;
import org.repartee.audit.AuditQueries;
import org.repartee.audit.AuditRecord;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.DraftLimits;

/// What README says about backups: dump while the server writes, new database, restore, everything
/// there.
class BackupTest {
    private static final List<String> DUMP = List.of("pg_dump", "--format=custom", "--no-owner");
    private static final List<String> RESTORE =
            List.of("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction");
    private static final DraftLimits LIMITS =
            new DraftLimits(Duration.ofMillis(20), 64, Duration.ofSeconds(10));

    @BeforeAll
    static void needsTheTools() {
        var tools = Path.of("/usr/bin/pg_dump");
        assumeTrue(
                Files.isExecutable(tools), "skipped: there is no pg_dump; see postgresql-client");
    }

    @Test
    void readmeSaysWhatIsTestedHere() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains(String.join(" ", DUMP), String.join(" ", RESTORE));
    }

    @Test
    void aRestoredDatabaseHoldsEverythingAndWorksOn(@TempDir Path folder) throws Exception {
        var source = (PGSimpleDataSource) TestPostgres.newDatabase();
        var target = (PGSimpleDataSource) TestPostgres.newBlankDatabase();
        var file = folder.resolve("repartee.dump");
        Map<String, String> before;
        try (var database = Database.open(source);
                var conversations = new Conversations(database, LIMITS)) {
            for (var i = 0; i < 20; i++) {
                ask(conversations, "Question " + i);
            }
            audit(database, 100);
            awaitSaved(conversations);
            before = contents(source);
            run(DUMP, "--file=" + file, "--dbname=" + address(source));
        }
        run(RESTORE, "--dbname=" + address(target), file.toString());

        assertThat(contents(target)).isEqualTo(before);
        assertThat(before).containsKeys("conversation", "message", "audit", "audit_usage");
        try (var database = Database.open(target);
                var conversations = new Conversations(database, LIMITS)) {
            var page = conversations.list("anna", 100, Optional.empty()).conversations();
            assertThat(page).hasSize(20);
            assertThat(conversations.read("anna", page.getFirst().id()).messages())
                    .extracting(message -> message.content())
                    .containsExactly("Question 19", "The answer to: Question 19");
            var audited =
                    new AuditQueries(database)
                            .newest(AuditFilter.NONE.ofOwner("anna"), 500, Optional.empty());
            assertThat(audited.requests()).hasSize(100);
            ask(conversations, "Does it work?");
            audit(database, 1);
            assertThat(conversations.list("anna", 100, Optional.empty()).conversations())
                    .hasSize(21);
        }
    }

    private static void ask(Conversations conversations, String question) {
        var draft = conversations.ask("anna", Optional.empty(), question, "low", 64).draft();
        draft.appendAnswer("The answer to: " + question);
        draft.close();
    }

    private static void awaitSaved(Conversations conversations) throws InterruptedException {
        while (conversations.counters().drafts() > 0) {
            Thread.sleep(10);
        }
    }

    private static void audit(Database database, int rows) {
        try (var log = new AuditLog(database, new AuditLimits(rows, Duration.ofSeconds(10)))) {
            for (var i = 0; i < rows; i++) {
                log.reserve().orElseThrow().write(request(i));
            }
        }
    }

    private static AuditRecord request(int number) {
        var nothing = OptionalLong.empty();
        return new AuditRecord(
                "request-" + number,
                Instant.parse("2026-11-23T09:58:00.123456Z"),
                "anna",
                "api",
                "tiny-gpt-oss",
                true,
                Optional.of("low"),
                OptionalInt.of(256),
                OptionalDouble.of(0.5),
                new AuditRecord.Outcome(
                        200, Optional.of("stop"), Optional.empty(), Optional.empty()),
                new AuditRecord.Tokens(12, 8, 3, 5),
                new AuditRecord.Moments(
                        nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing));
    }

    /// Number and checksum of the rows of each table.
    private static Map<String, String> contents(PGSimpleDataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            var contents = new TreeMap<String, String>();
            for (var table :
                    texts(
                            connection,
                            "select tablename from pg_tables where schemaname = 'public'")) {
                contents.put(
                        table,
                        texts(
                                        connection,
                                        "select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from "
                                                + table
                                                + " t")
                                .getFirst());
            }
            return contents;
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static String address(PGSimpleDataSource source) {
        return "postgresql://postgres@127.0.0.1:%d/%s"
                .formatted(source.getPortNumbers()[0], source.getDatabaseName());
    }

    private static void run(List<String> command, String... more) throws Exception {
        var words = new ArrayList<>(command);
        words.addAll(List.of(more));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
    }
}
