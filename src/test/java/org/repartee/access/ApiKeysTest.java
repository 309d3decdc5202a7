package org.repartee.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AccessFixture access;

    @BeforeEach
    void open() {
        access = new AccessFixture(folder);
        access.account("anna", Role.USER);
        access.account("ben", Role.USER);
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void aKeyLetsItsOwnerInWithItsScopes() {
        var created = access.keys.create("anna", wish(30, Scope.CHAT));
        assertThat(created.secret()).startsWith("rp-").hasSize(46);
        var identity = access.keys.find(created.secret()).orElseThrow();
        assertThat(identity.name()).isEqualTo("anna");
        assertThat(identity.may(Role.USER, Scope.CHAT)).isTrue();
        assertThat(identity.may(Role.USER, Scope.CONVERSATIONS)).isFalse();
    }

    @Test
    void onlyItsHashAndItsBeginningAreStored() {
        var created = access.keys.create("anna", wish(30, Scope.CHAT));
        assertThat(created.secret()).startsWith(created.key().prefix());
        assertThat(created.key().prefix()).hasSize(8);
        assertThat(access.column("select hash || prefix || label from api_key").toString())
                .doesNotContain(created.secret())
                .doesNotContain(created.secret().substring(3));
    }

    @Test
    void itsLastUseIsKnownToTheMinute() {
        var secret = access.keys.create("anna", wish(30, Scope.CHAT)).secret();
        assertThat(access.keys.list("anna").getFirst().lastUsedAt()).isEmpty();
        access.keys.find(secret);
        var first = access.instant();
        access.pass(Duration.ofSeconds(59));
        access.keys.find(secret);
        assertThat(access.keys.list("anna").getFirst().lastUsedAt()).hasValue(first);
        access.pass(Duration.ofSeconds(2));
        access.keys.find(secret);
        assertThat(access.keys.list("anna").getFirst().lastUsedAt()).hasValue(access.instant());
    }

    @Test
    void aKeyEndsByAgeByRevocationAndWithItsOwner() {
        var old = access.keys.create("anna", wish(30, Scope.CHAT)).secret();
        access.pass(Duration.ofDays(30));
        assertThat(access.keys.find(old)).isEmpty();

        var revoked = access.keys.create("anna", wish(30, Scope.CHAT));
        access.keys.revoke("anna", "anna", revoked.key().id());
        access.keys.revoke("anna", "anna", revoked.key().id());
        assertThat(access.keys.find(revoked.secret())).isEmpty();

        var left = access.keys.create("anna", wish(30, Scope.CHAT)).secret();
        access.accounts.change("admin", "anna", Set.of(Role.USER), true);
        assertThat(access.keys.find(left)).isEmpty();
    }

    @Test
    void nobodyRevokesAnothersKey() {
        var key = access.keys.create("anna", wish(30, Scope.CHAT));
        assertThatExceptionOfType(AccessFailure.Unknown.class)
                .isThrownBy(() -> access.keys.revoke("ben", "ben", key.key().id()));
        assertThat(access.keys.find(key.secret())).isPresent();
        assertThat(access.keys.list("ben")).isEmpty();
    }

    @Test
    void aKeyLivesNoLongerThanTheOperatorAllows() {
        assertThatExceptionOfType(AccessFailure.Invalid.class)
                .isThrownBy(() -> access.keys.create("anna", wish(366, Scope.CHAT)))
                .withMessage("expires_in_days must be within [1, 365], got 366");
    }

    @Test
    void aKeyRestsWhenItsOwnerNoLongerSignsInAtTheProvider() {
        var person = new Person("https://id.example.org", "7", "cleo", Set.of(Role.USER));
        var tokens =
                new ProviderTokens(
                        Optional.empty(), "id", Optional.of("r"), access.instant().plusSeconds(60));
        access.sessions.begin(person, tokens);
        var secret = access.keys.create("cleo", wish(300, Scope.CHAT)).secret();
        access.pass(Duration.ofDays(29));
        assertThat(access.keys.find(secret)).isPresent();
        access.pass(Duration.ofDays(2));
        assertThat(access.keys.find(secret)).isEmpty();
        access.sessions.begin(person, tokens);
        assertThat(access.keys.find(secret)).isPresent();
    }

    private static ApiKeys.Wish wish(int days, Scope... scopes) {
        return new ApiKeys.Wish(
                "a program", Set.of(scopes), Duration.ofDays(days), OptionalLong.empty());
    }
}
