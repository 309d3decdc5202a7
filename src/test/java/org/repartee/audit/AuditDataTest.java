package org.repartee.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.audit.AuditedRequests.NOON;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.Database;
import org.repartee.database.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditDataTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final Database database;
    private final AuditQueries queries;
    private final AuditData data;

    AuditDataTest(TestDatabase kind) {
        database = Database.open(kind.empty());
        queries = new AuditQueries(database);
        data = new AuditData(database, queries);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oldRowsGoInBatchesAndThenTheNamesThatNothingIsUnder() {
        for (var i = 0; i < 3; i++) {
            write(AuditedRequests.request("old-" + i, "bob", NOON.minus(Duration.ofDays(i + 2))));
        }
        write(AuditedRequests.request("new", "anna", NOON));
        var before = NOON.minus(Duration.ofDays(1));
        assertThat(data.expire(before, 2)).isEqualTo(2);
        assertThat(data.expire(before, 2)).isEqualTo(1);
        // Bob's usage still says what his pseudonym used.
        assertThat(data.expire(before, 2)).isZero();
        var usage = new UsageData(database);
        assertThat(usage.expire(before, 10)).isEqualTo(3);
        assertThat(usage.expire(before, 10)).isZero();
        assertThat(data.expire(before, 2)).isEqualTo(1);
        assertThat(data.expire(before, 2)).isZero();
        assertThat(owners()).containsExactly("anna");
        assertThat(all()).hasSize(1);
    }

    @Test
    void someoneErasedLeavesTheirRowsWithoutANameAndWithoutQuotations() {
        write(AuditedRequests.of("refused", NOON, "tiny-gpt-oss", "low", 400));
        write(AuditedRequests.request("bob's", "bob", NOON.plusSeconds(1)));
        write(AuditedRequests.request("good", "anna", NOON.plusSeconds(2)));
        var pseudonym = all().getFirst().pseudonym();
        assertThat(data.erase("anna", 10)).isEqualTo(1);
        assertThat(data.erase("anna", 10)).isEqualTo(1);
        assertThat(data.erase("anna", 10)).isZero();

        var rows = all();
        assertThat(rows)
                .extracting(row -> row.content().requestId())
                .containsExactly("good", "bob's", "refused");
        assertThat(rows).extracting(StoredRequest::erased).containsExactly(true, false, true);
        assertThat(rows.getLast().pseudonym()).isEqualTo(pseudonym);
        assertThat(rows.getLast().content().owner()).isEqualTo(pseudonym.toString());
        assertThat(rows.getLast().content().outcome().errorCode()).contains("refused");
        assertThat(rows.getLast().content().outcome().errorMessage()).isEmpty();
        assertThat(rows.getFirst().content().tokens())
                .isEqualTo(new AuditRecord.Tokens(12, 8, 3, 5));
        assertThat(
                        queries.newest(AuditFilter.NONE.ofOwner("anna"), 10, Optional.empty())
                                .requests())
                .isEmpty();
        assertThat(queries.topUsers(DAY, DAY.plusDays(1), 10))
                .extracting(UserUsage::owner)
                .containsExactly(Optional.empty(), Optional.of("bob"));
    }

    @Test
    void whoWasErasedAndComesBackIsSomeoneNew() {
        write(AuditedRequests.request("before", "anna", NOON));
        while (data.erase("anna", 10) > 0) {
            // until nothing is left
        }
        write(AuditedRequests.request("after", "anna", NOON.plusSeconds(1)));
        var rows = all();
        assertThat(rows.getFirst().content().owner()).isEqualTo("anna");
        assertThat(rows.getFirst().pseudonym()).isNotEqualTo(rows.getLast().pseudonym());
        assertThat(rows.getLast().erased()).isTrue();
    }

    @Test
    void anExportHoldsTheOwnersRows() {
        write(AuditedRequests.request("mine", "anna", NOON));
        write(AuditedRequests.request("bob's", "bob", NOON));
        var text = new StringWriter();
        try (var json = Json.createGenerator(text)) {
            json.writeStartObject();
            data.export("anna", json);
            json.writeEnd();
        }
        var exported = Json.createReader(new StringReader(text.toString())).readObject();
        var rows = exported.getJsonArray("audit").getValuesAs(JsonObject.class);
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().getString("request_id")).isEqualTo("mine");
        assertThat(rows.getFirst().getString("received_at")).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(rows.getFirst().getInt("first_token_micros")).isEqualTo(300);
        assertThat(rows.getFirst()).doesNotContainKey("first_reasoning_micros");
    }

    private void write(AuditRecord record) {
        database.inTransaction(manager -> {
            new AuditRows(manager).add(List.of(new AuditRow(database.newId(), record)));
            return record;
        });
    }

    private List<StoredRequest> all() {
        return queries.newest(AuditFilter.NONE, 100, Optional.empty()).requests();
    }

    private List<String> owners() {
        return database.inTransaction(manager ->
                List.copyOf(
                        manager.createQuery("select p.owner from AuditPersonEntity p", String.class)
                                .getResultList()));
    }
}
