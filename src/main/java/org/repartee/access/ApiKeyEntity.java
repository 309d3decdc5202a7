package org.repartee.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table `api_key`.
@Entity
@Table(name = "api_key")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // by the persistence provider
class ApiKeyEntity {
    @Id private UUID id;

    @ManyToOne(optional = false)
    @JoinColumn(name = "account_id")
    private AccountEntity account;

    private String label;

    private String prefix;

    private String hash;

    private String scopes;

    @Column(name = "tokens_per_day")
    private @Nullable Long tokensPerDay;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    protected ApiKeyEntity() {}

    ApiKeyEntity(UUID id, AccountEntity account, ApiKeys.Wish wish, String secret, Instant now) {
        this.id = id;
        this.account = account;
        this.label = wish.label();
        this.prefix = secret.substring(0, ApiKey.PREFIX_LENGTH);
        this.hash = Secrets.hash(secret);
        this.scopes = Scope.join(wish.scopes());
        this.tokensPerDay =
                wish.tokensPerDay().isPresent() ? wish.tokensPerDay().getAsLong() : null;
        this.createdAt = now;
        this.expiresAt = now.plus(wish.lifetime());
    }

    UUID id() {
        return id;
    }

    AccountEntity account() {
        return account;
    }

    Set<Scope> scopes() {
        return Scope.split(scopes);
    }

    boolean isAlive(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    boolean revoke(Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        return true;
    }

    Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    OptionalLong tokensPerDay() {
        return tokensPerDay == null ? OptionalLong.empty() : OptionalLong.of(tokensPerDay);
    }

    ApiKey toApiKey() {
        return new ApiKey(
                id,
                account.name(),
                label,
                prefix,
                scopes(),
                tokensPerDay(),
                createdAt,
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(lastUsedAt),
                Optional.ofNullable(revokedAt));
    }
}
