package org.repartee.access;

import jakarta.security.enterprise.identitystore.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.repartee.database.Database;
import org.repartee.database.TestDataSource;

/// Everything about access over a database of its own, with a clock that stands until it is moved.
final class AccessFixture implements AutoCloseable, InstantSource {

    static final String ADDRESS = "192.0.2.7";

    private Instant now = Instant.parse("2026-11-24T12:00:30Z");

    final TestDataSource source;
    final Database database;
    final Store store;
    final SecretFile firstPassword;
    final Accounts accounts;
    final Sessions sessions;
    final ApiKeys keys;

    AccessFixture(Path folder) {
        this(folder, TestDataSource.inMemory());
    }

    AccessFixture(Path folder, TestDataSource source) {
        this.source = source;
        database = Database.open(source);
        store = new Store(database, this);
        firstPassword = new SecretFile(folder.resolve("first-password"));
        accounts =
                new Accounts(
                        store, new Passwords(new PlainHash()), new Guesses(store), firstPassword);
        sessions = new Sessions(store, settings(0, 0));
        keys = new ApiKeys(store, settings(0, 0));
    }

    static AccessSettings settings(long requestsPerMinute, long tokensPerDay) {
        return new AccessSettings(
                Duration.ofHours(12),
                Duration.ofHours(2),
                Duration.ofDays(365),
                Duration.ofDays(30),
                requestsPerMinute,
                tokensPerDay,
                false,
                true);
    }

    /// An account whose password was changed to `correct horse`.
    String account(String name, Role... roles) {
        var created = accounts.create("admin", name, Set.of(roles));
        accounts.changePassword(name, created.password(), "correct horse", ADDRESS);
        return name;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    List<?> column(String sql) {
        return database.inTransaction(manager -> manager.createNativeQuery(sql).getResultList());
    }

    @Override
    public void close() {
        database.close();
    }

    /// Fast, and no secret: the text itself, reversed.
    private static final class PlainHash implements PasswordHash {
        @Override
        public String generate(char[] password) {
            return new StringBuilder(new String(password)).reverse().toString();
        }

        @Override
        public boolean verify(char[] password, String hash) {
            return generate(password).equals(hash);
        }
    }
}
