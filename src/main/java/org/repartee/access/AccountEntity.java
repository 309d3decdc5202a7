package org.repartee.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table `account`.
@Entity
@Table(name = "account")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // by the persistence provider
class AccountEntity {
    @Id private UUID id;

    private String name;

    private @Nullable String issuer;

    private @Nullable String subject;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Column(name = "must_change_password")
    private boolean mustChangePassword;

    private String roles;

    private boolean disabled;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "signed_in_at")
    private @Nullable Instant signedInAt;

    protected AccountEntity() {}

    private AccountEntity(UUID id, String name, Set<Role> roles, Instant now) {
        this.id = id;
        this.name = name;
        this.roles = Role.join(roles);
        this.createdAt = now;
    }

    static AccountEntity local(UUID id, String name, Set<Role> roles, String hash, Instant now) {
        var account = new AccountEntity(id, name, roles, now);
        account.passwordHash = hash;
        account.mustChangePassword = true;
        return account;
    }

    static AccountEntity external(UUID id, String name, Person person, Instant now) {
        var account = new AccountEntity(id, name, person.roles(), now);
        account.issuer = person.issuer();
        account.subject = person.subject();
        return account;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    Set<Role> roles() {
        return Role.split(roles);
    }

    /// The provider's own name of the person.
    Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    boolean disabled() {
        return disabled;
    }

    boolean isLocal() {
        return issuer == null;
    }

    Optional<String> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    boolean mustChangePassword() {
        return mustChangePassword;
    }

    void signedIn(Instant now) {
        signedInAt = now;
    }

    void give(Set<Role> given) {
        roles = Role.join(given);
    }

    void disable(boolean now) {
        disabled = now;
    }

    /// @param byOther whether its owner must choose another one
    void password(String hash, boolean byOther) {
        passwordHash = hash;
        mustChangePassword = byOther;
    }

    Account toAccount() {
        return new Account(
                id,
                name,
                roles(),
                Optional.ofNullable(issuer),
                disabled,
                mustChangePassword,
                createdAt,
                Optional.ofNullable(signedInAt));
    }
}
