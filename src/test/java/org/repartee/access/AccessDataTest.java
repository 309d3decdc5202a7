package org.repartee.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.database.TestDatabase;
import org.repartee.retention.StoredData;

/// What access stores, as data about people.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccessDataTest {

    private final TestDatabase kind;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AccessFixture access;

    @SuppressWarnings("NullAway.Init")
    private StoredData data;

    @SuppressWarnings("NullAway.Init")
    private StoredData events;

    AccessDataTest(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        access = new AccessFixture(folder, kind.empty());
        data = new AccessData(access.store);
        events = new AccessEventData(access.database);
        access.account("root", Role.ADMINISTRATOR);
        access.account("anna", Role.USER);
        access.account("anna-2", Role.USER);
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void toEraseSomeoneTakesAccountKeysSessionsAndCountsAndLeavesOthers() {
        var key = key("anna", Duration.ofDays(9));
        var other = key("anna-2", Duration.ofDays(9));
        access.sessions.begin("anna-2", false);
        count("anna", key);
        count("anna-2", other);
        access.accounts.lock("root", "anna");
        assertThat(data.erase("anna", 1)).isEqualTo(1);
        assertThat(eraseAll(data)).isEqualTo(3);
        assertThat(access.column("select name from account order by name").toString())
                .isEqualTo("[anna-2, root]");
        assertThat(access.column("select consumer from consumption order by consumer").toString())
                .isEqualTo("[account anna-2, key %s]".formatted(other.key().id()));
        assertThat(access.keys.list("anna-2")).hasSize(1);
        assertThat(access.column("select id from api_key")).hasSize(1);
        assertThat(access.column("select id from web_session")).hasSize(1);
    }

    @Test
    void anAccountThatIsNotLockedStaysWithWhatItNeeds() {
        var key = key("anna", Duration.ofDays(9));
        count("anna", key);
        assertThat(data.erase("anna", 10)).isZero();
        assertThat(access.keys.find(key.secret())).isPresent();
        assertThat(access.column("select consumer from consumption")).hasSize(2);
    }

    @Test
    void aLockedAccountIsOutAtOnceAndTheLastAdministratorIsNotLocked() {
        var cookie = access.sessions.begin("anna", false);
        var key = key("anna", Duration.ofDays(9));
        assertThat(access.accounts.lock("root", " Anna ").disabled()).isTrue();
        assertThat(access.sessions.find(cookie)).isEmpty();
        assertThat(access.keys.find(key.secret())).isEmpty();
        assertThatExceptionOfType(AccessFailure.Conflict.class)
                .isThrownBy(() -> access.accounts.lock("root", "root"));
        assertThatExceptionOfType(AccessFailure.Conflict.class)
                .isThrownBy(() -> new StoredAccess(access.database).lock("command", "root"));
        assertThat(access.accounts.find("root").disabled()).isFalse();
    }

    @Test
    void aCommandLocksWhoIsThereAndMindsNobodyWhoIsNot() {
        var stored = new StoredAccess(access.database);
        stored.lock("command", "anna");
        stored.lock("command", "nobody");
        assertThat(access.accounts.find("anna").disabled()).isTrue();
        assertThat(stored.data()).extracting(StoredData::name).contains("access", "access-events");
    }

    @Test
    void eventsOfSomeoneErasedStayWithoutTheName() {
        access.accounts.looksAt("root", "anna", Optional.of(UUID.randomUUID()));
        access.accounts.looksAt("root", "anna-2", Optional.of(UUID.randomUUID()));
        access.accounts.lock("root", "anna");
        var before = access.column("select id from access_event").size();
        assertThat(eraseAll(events)).isPositive();
        assertThat(access.column("select id from access_event")).hasSize(before);
        assertThat(
                        access.column(
                                "select actor || ' ' || target from access_event where actor ="
                                        + " 'anna' or target = 'anna' or target like 'anna/%'"))
                .isEmpty();
        assertThat(access.column("select target from access_event where target like 'anna-2/%'"))
                .hasSize(1);
        assertThat(
                        access.column(
                                "select id from access_event where actor = 'root' and target = ''"))
                .hasSize(2);
    }

    @Test
    void endedKeysAndOldEventsGoWhenTheirTimeIsOver() {
        var brief = key("anna", Duration.ofDays(1));
        var revoked = key("anna", Duration.ofDays(90));
        var kept = key("anna", Duration.ofDays(90));
        access.keys.revoke("anna", "anna", revoked.key().id());
        var start = access.store.now();
        access.pass(Duration.ofDays(2));
        access.accounts.lock("root", "anna-2");
        assertThat(data.expire(start, 10)).isZero();
        assertThat(data.expire(access.store.now(), 1)).isEqualTo(1);
        assertThat(data.expire(access.store.now(), 10)).isEqualTo(1);
        assertThat(data.expire(access.store.now(), 10)).isZero();
        assertThat(access.keys.list("anna"))
                .extracting(ApiKey::id)
                .containsExactly(kept.key().id())
                .doesNotContain(brief.key().id());
        assertThat(events.expire(access.store.now(), 1000)).isPositive();
        assertThat(access.column("select action from access_event").toString())
                .isEqualTo("[account_changed]");
    }

    @Test
    void anExportTellsOfAccountAndKeysAndHoldsNoSecret() {
        var key = key("anna", Duration.ofDays(9));
        var cookie = access.sessions.begin("anna", false);
        count("anna", key);
        var text = exported("anna");
        var all = parsed(text);
        var told = all.getJsonObject("access");
        assertThat(told.getJsonObject("account").getString("name")).isEqualTo("anna");
        assertThat(told.getJsonObject("account").getString("created_at"))
                .isEqualTo("2026-11-24T12:00:30Z");
        var keys = told.getJsonArray("keys");
        assertThat(keys).hasSize(1);
        assertThat(keys.getJsonObject(0).getString("prefix"))
                .isEqualTo(key.secret().substring(0, ApiKey.PREFIX_LENGTH));
        assertThat(keys.getJsonObject(0).getString("expires_at")).isEqualTo("2026-12-03T12:00:30Z");
        assertThat(told.getJsonArray("sessions")).hasSize(1);
        assertThat(told.getJsonArray("consumption").getJsonObject(0).getInt("amount")).isEqualTo(7);
        assertThat(all.getJsonArray("access-events").getValuesAs(JsonObject.class))
                .extracting(event -> event.getString("action"))
                .contains("password_changed", "key_created");
        assertThat(text)
                .doesNotContain(key.secret(), cookie, Secrets.hash(key.secret()))
                .doesNotContain("esroh tcerroc", "anna-2");
        assertThat(exported("nobody"))
                .isEqualTo(
                        "{\"access\":{\"keys\":[],\"sessions\":[],\"consumption\":[]},"
                                + "\"access-events\":[]}");
    }

    private ApiKeys.Created key(String owner, Duration lifetime) {
        return access.keys.create(
                owner,
                new ApiKeys.Wish("test", Set.of(Scope.CHAT), lifetime, OptionalLong.empty()));
    }

    private void count(String owner, ApiKeys.Created key) {
        try (var allowances = new Allowances(access.store, AccessFixture.settings(0, 1000))) {
            var id = Optional.of(key.key().id());
            allowances.used(new Allowances.Consumer(owner, id, OptionalLong.empty()), 7);
        }
    }

    private static int eraseAll(StoredData from) {
        var all = 0;
        for (var rows = from.erase("anna", 1); rows > 0; rows = from.erase("anna", 1)) {
            all += rows;
        }
        return all;
    }

    private String exported(String owner) {
        var text = new StringWriter();
        try (var json = Json.createGenerator(text)) {
            json.writeStartObject();
            data.export(owner, json);
            events.export(owner, json);
            json.writeEnd();
        }
        return text.toString();
    }

    private static JsonObject parsed(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
