package org.repartee.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.repartee.access.AccessFixture.ADDRESS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AccessFixture access;

    @BeforeEach
    void open() {
        access = new AccessFixture(folder);
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void aNewPasswordMustBeChanged() {
        var created = access.accounts.create("admin", "Anna", Set.of(Role.USER));
        assertThat(created.account().name()).isEqualTo("anna");
        assertThat(access.accounts.check("ANNA ", created.password(), ADDRESS).mustChangePassword())
                .isTrue();
        access.accounts.changePassword("anna", created.password(), "correct horse", ADDRESS);
        assertThat(access.accounts.check("anna", "correct horse", ADDRESS).mustChangePassword())
                .isFalse();
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> access.accounts.check("anna", created.password(), ADDRESS));
    }

    @Test
    void whatIsWrongIsNotTold() {
        access.account("anna", Role.USER);
        access.account("gone", Role.USER);
        access.accounts.change("admin", "gone", Set.of(Role.USER), true);
        for (var name : new String[] {"anna", "nobody", "gone"}) {
            var password = name.equals("gone") ? "correct horse" : "wrong";
            assertThatThrownBy(() -> access.accounts.check(name, password, ADDRESS))
                    .isInstanceOf(AccessFailure.WrongCredentials.class)
                    .hasMessage("name or password is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "nobody"})
    void guessingBecomesSlowWhetherTheNameExistsOrNot(String name) {
        access.account("anna", Role.USER);
        for (var guess = 0; guess < 5; guess++) {
            guessWrong(name, ADDRESS);
        }
        assertBlocked(name, ADDRESS, 1);
        access.pass(Duration.ofSeconds(1));
        guessWrong(name, ADDRESS);
        assertBlocked(name, ADDRESS, 2);
        guessWrong(name, "192.0.2.8");
    }

    @Test
    void theRightPasswordWaitsToo() {
        access.account("anna", Role.USER);
        for (var guess = 0; guess < 5; guess++) {
            guessWrong("anna", ADDRESS);
        }
        assertThatExceptionOfType(AccessFailure.TooManyGuesses.class)
                .isThrownBy(() -> access.accounts.check("anna", "correct horse", ADDRESS));
        access.pass(Duration.ofSeconds(1));
        access.accounts.check("anna", "correct horse", ADDRESS);
        guessWrong("anna", ADDRESS);
        access.accounts.check("anna", "correct horse", ADDRESS);
    }

    @Test
    void manyAddressesTogetherAreSlowedForAMinuteAtMost() {
        for (var guess = 0; guess < 49; guess++) {
            guessWrong("anna", "192.0.2." + guess);
        }
        guessWrong("anna", "198.51.100.1");
        assertBlocked("anna", "198.51.100.2", 1);
        for (var guess = 0; guess < 20; guess++) {
            access.pass(Duration.ofMinutes(1));
            guessWrong("anna", "203.0.113." + guess);
        }
        assertBlocked("anna", "198.51.100.2", 60);
    }

    @ParameterizedTest
    @CsvSource({
        "short, 12 to 128 characters, got 5",
        "anna-of-the-north, must not be the account's name"
    })
    void aWeakPasswordIsRefused(String password, String rule) {
        access.account("anna-of-the-north", Role.USER);
        assertThatThrownBy(() ->
                        access.accounts.changePassword(
                                "anna-of-the-north", "correct horse", password, ADDRESS))
                .isInstanceOf(AccessFailure.Invalid.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a b", "a/b", "a'b"})
    void anOddNameIsRefused(String name) {
        assertThatExceptionOfType(AccessFailure.Invalid.class)
                .isThrownBy(() -> access.accounts.create("admin", name, Set.of()));
    }

    @Test
    void aNameIsGivenOnce() {
        access.account("anna", Role.USER);
        assertThatExceptionOfType(AccessFailure.Conflict.class)
                .isThrownBy(() -> access.accounts.create("admin", "ANNA", Set.of()));
    }

    @Test
    void theFirstAdministratorsPasswordIsInAFileOfItsOwner() throws Exception {
        var first = new FirstAdministrator(access.store, access.accounts, access.firstPassword);
        first.ensure();
        var file = access.firstPassword.path();
        var password = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        first.ensure();
        var admin = access.accounts.check("admin", password, ADDRESS);
        assertThat(admin.roles()).containsExactlyInAnyOrder(Role.USER, Role.ADMINISTRATOR);
        assertThat(admin.mustChangePassword()).isTrue();
        access.accounts.changePassword("admin", password, "correct horse", ADDRESS);
        assertThat(file).doesNotExist();
    }

    @Test
    void theLastAdministratorStays() {
        access.account("admin", Role.ADMINISTRATOR);
        assertThatExceptionOfType(AccessFailure.Conflict.class)
                .isThrownBy(
                        () -> access.accounts.change("admin", "admin", Set.of(Role.USER), false));
        access.account("second", Role.ADMINISTRATOR);
        access.accounts.change("second", "admin", Set.of(Role.USER), false);
        assertThat(access.accounts.find("admin").roles()).containsExactly(Role.USER);
    }

    @Test
    void aSignInLinkWorksOnceAndNotForLong() throws Exception {
        access.account("admin", Role.ADMINISTRATOR);
        var file = folder.resolve("sign-in-link");
        var link = new SignInLink(access.store, new SecretFile(file));
        link.offer();
        var secret = Files.readString(file).strip();
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> link.use(secret + "x"));
        assertThat(link.use(secret)).isEqualTo("admin");
        assertThat(file).doesNotExist();
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> link.use(secret));

        link.offer();
        var late = Files.readString(file).strip();
        access.pass(Duration.ofHours(1));
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> link.use(late));
    }

    @Test
    void aLookAtAnothersChatsIsRecorded() {
        access.accounts.looksAt("admin", "anna", Optional.empty());
        assertThat(
                        access.column(
                                "select actor || ' ' || action || ' ' || target from access_event"))
                .map(Object::toString)
                .containsExactly("admin conversations_listed anna");
    }

    private void guessWrong(String name, String address) {
        assertThatExceptionOfType(AccessFailure.WrongCredentials.class)
                .isThrownBy(() -> access.accounts.check(name, "wrong", address));
    }

    private void assertBlocked(String name, String address, int seconds) {
        assertThatExceptionOfType(AccessFailure.TooManyGuesses.class)
                .isThrownBy(() -> access.accounts.check(name, "wrong", address))
                .extracting(AccessFailure.TooManyGuesses::retryAfterSeconds)
                .isEqualTo(seconds);
    }
}
