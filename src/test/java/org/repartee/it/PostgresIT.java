package org.repartee.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.database.PostgresServer;

/// The product on a real PostgreSQL: what is stored there, and what happens while it is away.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PostgresIT {

    private static final String SECRET = "a-password-that-no-log-may-hold";
    private static final Duration OUTAGE = Duration.ofSeconds(3);

    @SuppressWarnings("NullAway.Init")
    private PostgresServer postgres;

    @SuppressWarnings("NullAway.Init")
    private PostgresRows rows;

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        postgres = new PostgresServer(folder.resolve("postgres"));
        postgres.start();
        postgres.requirePassword("repartee", SECRET);
        rows = new PostgresRows(postgres);
        var password = Files.writeString(folder.resolve("password"), SECRET + "\n");
        server =
                RunningServer.start(
                        "postgres",
                        Map.of(
                                "REPARTEE_DATABASE_URL",
                                postgres.url(),
                                "REPARTEE_DATABASE_USER",
                                "repartee",
                                "REPARTEE_DATABASE_PASSWORD_FILE",
                                password.toString()));
        model = Http.model(server.uri());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        postgres.close();
        var log = Files.readString(server.data().resolve("logs/server.log"));
        assertThat(log).contains("database PostgreSQL 15").doesNotContain(SECRET);
        assertThat(server.output()).doesNotContain(SECRET);
    }

    @Test
    void aChatIsStoredInPostgres() throws Exception {
        assertThat(complete("over-http")).isEqualTo(200);
        List<JsonObject> answer;
        try (var socket = new Socket(server.uri(), "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"Hello, PostgreSQL!\",\"max_tokens\":64}");
            answer = socket.answer();
        }
        var conversation = answer.getFirst().getString("conversation");
        await(() -> rows.answers(conversation).contains("complete " + text(answer)));
        assertThat(rows.questions(conversation)).containsExactly("Hello, PostgreSQL!");
        await(() -> rows.audited().containsKey("over-http"));
        assertThat(rows.audited()).containsEntry("over-http", "admin 200 length");
        assertThat(rows.usedTokens()).isPositive();
    }

    @Test
    void aDatabaseThatIsAwayCostsNoRunningAnswerAndNoAuditRow() throws Exception {
        var load = new Load();
        List<JsonObject> streamed;
        JsonObject refused;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                load;
                var socket = new Socket(server.uri(), "");
                var open = new Socket(server.uri(), "")) {
            var asked = threads.submit(load);
            await(() -> load.statuses.size() > 3);
            socket.send("{\"type\":\"ask\",\"text\":\"What is Repartee?\",\"max_tokens\":512}");
            assertThat(socket.next().getString("type")).isEqualTo("accepted");
            postgres.stop();
            streamed = socket.answer();
            open.send("{\"type\":\"ask\",\"text\":\"Is anybody there?\"}");
            refused = open.next();
            assertThat(Http.get(server.uri(), "/api/conversations").statusCode()).isEqualTo(503);
            assertThat(health()).isEqualTo(200);
            Thread.sleep(OUTAGE);
            postgres.start();
            await(() -> Http.get(server.uri(), "/api/conversations").statusCode() == 200);
            var served = load.served().size();
            await(() -> load.served().size() > served);
            load.close();
            asked.get();
        }
        assertThat(streamed.getLast().getString("type")).isEqualTo("done");
        assertThat(refused.getJsonObject("error").getString("message"))
                .contains("the database is not available");
        // Whose key it is stands in the database: nobody new is let in meanwhile.
        assertThat(load.statuses).contains(200, 503).containsOnly(200, 503);
        await(() -> rows.audited().keySet().containsAll(load.served()));
        await(() -> rows.open() == 0);
        assertThat(rows.halves()).isEmpty();
        assertThat(rows.allQuestions()).doesNotContain("Is anybody there?");
        assertThat(rows.answersOf("What is Repartee?"))
                .containsExactly("complete " + text(streamed));
        assertThat(rows.refusals()).as("of whom nobody could tell who they are").isEmpty();
        assertThat(askAgain().getString("type")).isEqualTo("done");
    }

    /// As a probe asks: without a key, which nobody could look up.
    private int health() throws Exception {
        return Http.anonymous(server.uri(), "GET", "/health/live", "").statusCode();
    }

    private JsonObject askAgain() throws InterruptedException {
        try (var socket = new Socket(server.uri(), "")) {
            socket.send("{\"type\":\"ask\",\"text\":\"Are you back?\",\"max_tokens\":64}");
            return socket.answer().getLast();
        }
    }

    /// Requests one after the other, until it is enough.
    private final class Load implements Callable<Integer>, AutoCloseable {
        private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        private final AtomicBoolean enough = new AtomicBoolean();

        @Override
        public Integer call() throws Exception {
            while (!enough.get()) {
                statuses.add(complete("load-" + statuses.size()));
                Thread.sleep(100);
            }
            return statuses.size();
        }

        @Override
        public void close() {
            enough.set(true);
        }

        /// Ids of those that were answered.
        List<String> served() {
            return IntStream.range(0, statuses.size())
                    .filter(i -> statuses.get(i) == 200)
                    .mapToObj(i -> "load-" + i)
                    .toList();
        }
    }

    private int complete(String id) throws Exception {
        var body =
                """
                {"model":"%s","max_completion_tokens":16,"temperature":0,
                "messages":[{"role":"user","content":"Hello!"}]}
                """
                        .formatted(model);
        URI address = server.uri();
        var answer =
                Http.send(
                        address,
                        "POST",
                        "/v1/chat/completions",
                        body,
                        "x-request-id",
                        id,
                        "Content-Type",
                        "application/json");
        return answer.statusCode();
    }

    private static String text(List<JsonObject> frames) {
        return frames.stream()
                .filter(frame -> frame.getString("type").equals("answer"))
                .map(frame -> frame.getString("text"))
                .collect(Collectors.joining());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var deadline = Instant.now().plusSeconds(60);
        while (!condition.call()) {
            assertThat(Instant.now()).as("patience").isBefore(deadline);
            Thread.sleep(100);
        }
    }
}
