package org.repartee.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.access.Identity.Credential;

class SessionsTest {

    private static final String ISSUER = "https://id.example.org";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AccessFixture access;

    @BeforeEach
    void open() {
        access = new AccessFixture(folder);
        access.account("anna", Role.USER);
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void aCookieTellsWhoItIs() {
        var cookie = access.sessions.begin("anna", false);
        var identity = access.sessions.find(cookie).orElseThrow().identity();
        assertThat(identity.name()).isEqualTo("anna");
        assertThat(identity.may(Role.USER, Scope.CHAT)).isTrue();
        assertThat(identity.may(Role.ADMINISTRATOR, Scope.ADMINISTRATION)).isFalse();
        assertThat(access.sessions.find(cookie + "x")).isEmpty();
        assertThat(access.column("select hash from web_session").toString()).doesNotContain(cookie);
    }

    @Test
    void eachSignInHasItsOwnSession() {
        var first = access.sessions.begin("anna", false);
        var second = access.sessions.begin("anna", true);
        access.sessions.end(first);
        assertThat(access.sessions.find(first)).isEmpty();
        assertThat(access.sessions.find(second).orElseThrow().identity().credential())
                .isInstanceOfSatisfying(
                        Credential.Session.class, s -> assertThat(s.restricted()).isTrue());
    }

    @Test
    void aSessionEndsWithAgeAndWithRest() {
        var resting = access.sessions.begin("anna", false);
        var busy = access.sessions.begin("anna", false);
        for (var hour = 1; hour < 12; hour++) {
            access.pass(Duration.ofHours(1));
            assertThat(access.sessions.find(busy)).as("after %d hours", hour).isPresent();
        }
        assertThat(access.sessions.find(resting)).isEmpty();
        access.pass(Duration.ofHours(1));
        assertThat(access.sessions.find(busy)).isEmpty();
        assertThat(new Sweeper(access.store, AccessFixture.settings(0, 0)).sweep())
                .isGreaterThanOrEqualTo(2);
        assertThat(access.column("select id from web_session")).isEmpty();
    }

    @Test
    void aDisabledAccountIsSignedOutEverywhere() {
        var cookie = access.sessions.begin("anna", false);
        access.accounts.change("admin", "anna", Set.of(Role.USER), true);
        assertThat(access.sessions.find(cookie)).isEmpty();
        access.accounts.change("admin", "anna", Set.of(Role.USER), false);
        assertThat(access.sessions.find(cookie)).isEmpty();
    }

    @Test
    void aNewPasswordEndsOtherSessions() {
        var cookie = access.sessions.begin("anna", false);
        access.accounts.changePassword(
                "anna", "correct horse", "battery staple", AccessFixture.ADDRESS);
        assertThat(access.sessions.find(cookie)).isEmpty();
    }

    @Test
    void aProvidersNameOfAPersonMayBeTakenHere() {
        var cookie = access.sessions.begin(person("7", "Anna"), tokens(Optional.of("r"), 5));
        var identity = access.sessions.find(cookie).orElseThrow().identity();
        assertThat(identity.name()).isEqualTo("anna-2");
        assertThat(access.sessions.of(person("7", "Anna Renamed")).name()).isEqualTo("anna-2");
        assertThat(access.sessions.of(person("8", "Anna")).name()).isEqualTo("anna-3");
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> access.accounts.check("anna-2", "", AccessFixture.ADDRESS));
    }

    @Test
    void oneRequestAsksTheProviderAgainWhenItIsTime() {
        var cookie = access.sessions.begin(person("7", "bea"), tokens(Optional.of("refresh"), 5));
        assertThat(access.sessions.find(cookie).orElseThrow().due()).isEmpty();
        access.pass(Duration.ofMinutes(5));
        var due = access.sessions.find(cookie).orElseThrow().due().orElseThrow();
        assertThat(due.refreshToken()).hasValue("refresh");
        assertThat(access.sessions.find(cookie).orElseThrow().due()).isEmpty();

        var auditor = new Person(ISSUER, "7", "bea", Set.of(Role.AUDITOR));
        access.sessions.refreshed(cookie, auditor, tokens(Optional.of("next"), 5));
        var live = access.sessions.find(cookie).orElseThrow();
        assertThat(live.identity().roles()).containsExactly(Role.AUDITOR);
        access.pass(Duration.ofMinutes(6));
        assertThat(access.sessions.find(cookie).orElseThrow().due().orElseThrow().refreshToken())
                .hasValue("next");
    }

    @Test
    void withoutARefreshTokenTheSessionEndsWithTheProvidersWord() {
        var cookie = access.sessions.begin(person("7", "bea"), tokens(Optional.empty(), 5));
        assertThat(access.sessions.find(cookie)).isPresent();
        access.pass(Duration.ofMinutes(5));
        assertThat(access.sessions.find(cookie)).isEmpty();
    }

    @Test
    void theProviderEndsOneSessionOrAll() {
        var one = access.sessions.begin(person("7", "bea"), tokens(Optional.of("r"), 5));
        var other = access.sessions.begin(person("7", "bea"), session("sid-2"));
        access.sessions.endAtProvider(ISSUER, "7", Optional.of("sid-2"));
        assertThat(access.sessions.find(other)).isEmpty();
        access.sessions.endAtProvider("https://other.example.org", "7", Optional.empty());
        assertThat(access.sessions.find(one)).isPresent();
        access.sessions.endAtProvider(ISSUER, "7", Optional.empty());
        assertThat(access.sessions.find(one)).isEmpty();
    }

    @Test
    void theDatabaseHasNoTokenOfTheProvider() {
        var cookie = access.sessions.begin(person("7", "bea"), tokens(Optional.of("refresh"), 5));
        assertThat(access.column("select tokens from web_session").toString())
                .doesNotContain("refresh", "id-token", cookie);
        assertThat(access.sessions.end(cookie)).hasValue("id-token");
    }

    private static Person person(String subject, String name) {
        return new Person(ISSUER, subject, name, Set.of(Role.USER));
    }

    private ProviderTokens tokens(Optional<String> refresh, int minutes) {
        return new ProviderTokens(
                Optional.of("sid-1"),
                "id-token",
                refresh,
                access.instant().plus(Duration.ofMinutes(minutes)));
    }

    private ProviderTokens session(String sid) {
        return new ProviderTokens(
                Optional.of(sid), "id-token", Optional.of("r"), access.instant().plusSeconds(300));
    }
}
