package org.repartee.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table `web_session`.
@Entity
@Table(name = "web_session")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // by the persistence provider
class SessionEntity {
    @Id private UUID id;

    @ManyToOne(optional = false)
    @JoinColumn(name = "account_id")
    private AccountEntity account;

    private String hash;

    private boolean restricted;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "seen_at")
    private Instant seenAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "provider_session")
    private @Nullable String providerSession;

    @Column(name = "refresh_at")
    private @Nullable Instant refreshAt;

    private @Nullable String tokens;

    protected SessionEntity() {}

    SessionEntity(UUID id, AccountEntity account, String token, Instant now, Duration lifetime) {
        this.id = id;
        this.account = account;
        this.hash = Secrets.hash(token);
        this.createdAt = now;
        this.seenAt = now;
        this.expiresAt = now.plus(lifetime);
    }

    UUID id() {
        return id;
    }

    AccountEntity account() {
        return account;
    }

    boolean restricted() {
        return restricted;
    }

    void restrict() {
        restricted = true;
    }

    Instant seenAt() {
        return seenAt;
    }

    boolean isAlive(Instant now, Duration idle) {
        return now.isBefore(expiresAt) && now.isBefore(seenAt.plus(idle)) && !account.disabled();
    }

    Optional<Instant> refreshAt() {
        return Optional.ofNullable(refreshAt);
    }

    Optional<String> sealedTokens() {
        return Optional.ofNullable(tokens);
    }

    void vouchedFor(ProviderTokens told, String sealed) {
        providerSession = told.session().orElse(providerSession);
        refreshAt = told.refreshToken().isPresent() ? told.refreshAt() : null;
        tokens = sealed;
        if (told.refreshToken().isEmpty() && told.refreshAt().isBefore(expiresAt)) {
            // Nobody will vouch any longer.
            expiresAt = told.refreshAt();
        }
    }
}
