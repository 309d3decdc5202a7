package org.repartee.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final TestDataSource source;
    private final Database database;
    private final Diaries diaries = new Diaries();

    RetentionTest(TestDatabase kind) {
        source = kind.empty();
        database = Database.open(source);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsOlderThanItsPeriodGoesInBatchesAndIsLogged() {
        diaries.write("anna", "2026-08-24", 5);
        diaries.write("anna", "2026-08-25", 1);
        assertThat(retention("node-1").run()).isTrue();
        assertThat(diaries.pages).containsOnlyKeys("anna 2026-08-25");
        assertThat(diaries.batches).containsExactly(2, 2, 1, 0);
        assertThat(log()).containsExactly("node-1 diaries 5 - -");
        retention("node-1").run();
        assertThat(log()).hasSize(1);
    }

    @Test
    void whatIsKeptForeverStays() {
        diaries.write("anna", "1999-12-31", 1);
        var config = new RetentionConfig(Duration.ofMinutes(5), 2, Map.of());
        assertThat(retention("node-1", config).run()).isTrue();
        assertThat(diaries.pages).hasSize(1);
        assertThat(log()).isEmpty();
    }

    @Test
    void someoneErasedIsNamedNowhereAfterwards() {
        diaries.write("anna", "2026-11-22", 3);
        diaries.write("bob", "2026-11-22", 1);
        var retention = retention("node-1");
        retention.erase("anna", "carol");
        retention.erase("anna", "carol");
        assertThat(diaries.pages).hasSize(2);
        assertThat(retention.run()).isTrue();
        assertThat(diaries.pages).containsOnlyKeys("bob 2026-11-22");
        assertThat(log()).containsExactly("node-1 erasure 3 carol -");
        assertThat(texts("select owner from erasure")).isEmpty();
        retention.run();
        assertThat(log()).hasSize(1);
    }

    @Test
    void aFailedErasureIsTriedAgainAndTheRestGoesOn() {
        diaries.write("anna", "2026-11-22", 1);
        diaries.write("bob", "2026-08-24", 1);
        diaries.failing = true;
        var retention = retention("node-1");
        retention.erase("anna", "carol");
        assertThat(retention.run()).isTrue();
        assertThat(diaries.pages).containsOnlyKeys("anna 2026-11-22");
        assertThat(log().getFirst()).startsWith("node-1 erasure 0 - ");
        assertThat(log().getLast()).isEqualTo("node-1 diaries 1 - -");
        diaries.failing = false;
        retention.run();
        assertThat(diaries.pages).isEmpty();
        assertThat(log()).contains("node-1 erasure 1 carol -");
    }

    @Test
    void ofTwoServersOneWorksAndADeadOneLosesItsLease() throws InterruptedException {
        var first = new Lease(database, "retention", "node-1", Duration.ofSeconds(1));
        var second = new Lease(database, "retention", "node-2", Duration.ofSeconds(1));
        assertThat(first.take()).isTrue();
        assertThat(second.take()).isFalse();
        assertThat(first.take()).isTrue();
        assertThat(retention("node-2").run()).isFalse();
        first.release();
        assertThat(second.take()).isTrue();
        first.release();
        assertThat(first.take()).isFalse();
        Thread.sleep(1100);
        assertThat(first.take()).isTrue();
    }

    @Test
    void withoutADatabaseTheRunFailsAndTheNextOneWorks() {
        diaries.write("anna", "2026-08-24", 1);
        var retention = retention("node-1");
        source.goAway();
        assertThatThrownBy(retention::run).hasMessageContaining("connection refused");
        assertThat(diaries.pages).hasSize(1);
        source.comeBack();
        assertThat(retention.run()).isTrue();
        assertThat(diaries.pages).isEmpty();
    }

    @Test
    void theLogItselfIsKeptAsLongAsItShould() {
        diaries.write("anna", "2026-08-24", 1);
        retention("node-1").run();
        var data = new JobLogData(database);
        assertThat(data.expire(Instant.now().minusSeconds(60), 10)).isZero();
        assertThat(data.expire(Instant.now().plusSeconds(60), 10)).isEqualTo(1);
        assertThat(log()).isEmpty();
    }

    @Test
    void anExportSaysWhoseAndWhenAndHoldsEveryPart() {
        diaries.write("anna", "2026-11-22", 3);
        var text = new StringWriter();
        try (var json = Json.createGenerator(text)) {
            retention("node-1").export("anna", json);
        }
        assertThat(text)
                .hasToString(
                        "{\"owner\":\"anna\",\"exported_at\":\"2026-11-23T12:00:00Z\",\"diaries\":3}");
    }

    @Test
    void whatHoldsANameIsErasedLast() {
        diaries.write("anna", "2026-11-22", 3);
        var nameHolder = new NameHolder(diaries);
        var config = new RetentionConfig(Duration.ofMinutes(5), 2, Map.of());
        var retention =
                new Retention(
                        database,
                        List.of(nameHolder, diaries),
                        config,
                        "node-1",
                        Clock.fixed(NOW, ZoneOffset.UTC));
        retention.erase("anna", "carol");
        retention.run();
        assertThat(diaries.pages).isEmpty();
        assertThat(nameHolder.seen).containsExactly(0);
    }

    /// Notes how many pages there are when someone is erased here.
    private record NameHolder(Diaries diaries, List<Integer> seen) implements StoredData {
        NameHolder(Diaries diaries) {
            this(diaries, new ArrayList<>());
        }

        @Override
        public String name() {
            return "names";
        }

        @Override
        public boolean holdsName() {
            return true;
        }

        @Override
        public int expire(Instant before, int atMost) {
            return 0;
        }

        @Override
        public int erase(String owner, int atMost) {
            seen.add(diaries.pages.size());
            return 0;
        }

        @Override
        public void export(String owner, JsonGenerator json) {
            json.write(name(), owner);
        }
    }

    @Test
    void nobodyIsErasedWithoutAName() {
        assertThatThrownBy(() -> retention("node-1").erase(" ", "carol"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("owner must have 1 to 255 characters, got 0");
    }

    private Retention retention(String node) {
        var config =
                new RetentionConfig(Duration.ofMinutes(5), 2, Map.of("diaries", Period.ofDays(90)));
        return retention(node, config);
    }

    private Retention retention(String node, RetentionConfig config) {
        return new Retention(
                database, List.of(diaries), config, node, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<String> log() {
        return texts(
                "select node || ' ' || job || ' ' || removed || ' ' || coalesce(requested_by, '-')"
                        + " || ' ' || coalesce(failure, '-') from job_log order by id");
    }

    private List<String> texts(String query) {
        return database.inTransaction(manager ->
                manager.createNativeQuery(query).getResultList().stream()
                        .map(String::valueOf)
                        .toList());
    }
}
