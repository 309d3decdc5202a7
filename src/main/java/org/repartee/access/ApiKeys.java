package org.repartee.access;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.repartee.access.EventEntity.Action;
import org.repartee.access.Identity.Credential;

/// All API keys. Only hashes are stored: a lost key is replaced, not found again.
public final class ApiKeys {

    private static final int MOST = 100;
    private static final int LONGEST_LABEL = 80;
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final Store store;
    private final AccessSettings settings;

    ApiKeys(Store store, AccessSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /// What a new key shall be.
    ///
    /// @param label what its owner calls it
    /// @param lifetime until it expires
    /// @param tokensPerDay its own limit, if it has one
    public record Wish(
            String label, Set<Scope> scopes, Duration lifetime, OptionalLong tokensPerDay) {
        public Wish {
            scopes = Set.copyOf(scopes);
            if (label.isBlank() || label.length() > LONGEST_LABEL) {
                throw new AccessFailure.Invalid(
                        "label", "label must have 1 to " + LONGEST_LABEL + " characters");
            }
            if (scopes.isEmpty()) {
                throw new AccessFailure.Invalid("scopes", "scopes must hold at least one");
            }
            if (tokensPerDay.isPresent() && tokensPerDay.getAsLong() < 1) {
                throw new AccessFailure.Invalid(
                        "tokens_per_day",
                        "tokens_per_day must be at least 1, got " + tokensPerDay.getAsLong());
            }
        }
    }

    /// A key and its secret, which is not told again.
    public record Created(ApiKey key, String secret) {}

    /// Makes a key for an account.
    ///
    /// @throws AccessFailure.Invalid if it shall live too long
    /// @throws AccessFailure.Conflict if the account has too many
    public Created create(String owner, Wish wish) {
        var longest = settings.keyLifetime();
        if (!wish.lifetime().isPositive() || wish.lifetime().compareTo(longest) > 0) {
            throw new AccessFailure.Invalid(
                    "expires_in_days",
                    "expires_in_days must be within [1, %d], got %d"
                            .formatted(longest.toDays(), wish.lifetime().toDays()));
        }
        var secret = ApiKey.MARK + Secrets.fresh();
        return store.inTransaction(manager -> {
            var accounts = new AccountRows(store, manager);
            var account = accounts.require(owner);
            if (alive(manager, owner) >= MOST) {
                throw new AccessFailure.Conflict(
                        "there are %d keys already: revoke one first".formatted(MOST));
            }
            var key = new ApiKeyEntity(store.newId(), account, wish, secret, store.now());
            manager.persist(key);
            accounts.happened(owner, Action.KEY_CREATED, key.id().toString());
            return new Created(key.toApiKey(), secret);
        });
    }

    /// The keys of an account, newest first, revoked and expired ones included.
    public List<ApiKey> list(String owner) {
        return store.inTransaction(
                manager -> keys(manager, owner).stream().map(ApiKeyEntity::toApiKey).toList());
    }

    /// Ends a key at once. Once more does nothing.
    ///
    /// @param by who revokes
    /// @param owner whose key it must be
    /// @throws AccessFailure.Unknown if the owner has no such key
    public void revoke(String by, String owner, UUID id) {
        store.inTransaction(manager -> {
            var key = manager.find(ApiKeyEntity.class, id);
            if (key == null || !key.account().name().equals(owner)) {
                throw new AccessFailure.Unknown("there is no key " + id);
            }
            if (key.revoke(store.now())) {
                new AccountRows(store, manager).happened(by, Action.KEY_REVOKED, id.toString());
            }
            return id;
        });
    }

    /// Whom a secret lets in, if anybody.
    public Optional<Identity> find(String secret) {
        var hash = Secrets.hash(secret);
        return store.inTransaction(manager -> {
            var now = store.now();
            var found = byHash(manager, hash).filter(key -> isGood(key, now));
            found.ifPresent(key -> touch(manager, key, now));
            return found.map(ApiKeys::identity);
        });
    }

    private boolean isGood(ApiKeyEntity key, Instant now) {
        var account = key.account();
        var seen = account.toAccount().signedInAt();
        return key.isAlive(now)
                && !account.disabled()
                && (account.isLocal()
                        || seen.filter(at -> now.isBefore(at.plus(settings.externalKeyRest())))
                                .isPresent());
    }

    private static void touch(EntityManager manager, ApiKeyEntity key, Instant now) {
        if (key.lastUsedAt().filter(at -> now.isBefore(at.plus(PRECISION))).isEmpty()) {
            manager.createQuery("update ApiKeyEntity k set k.lastUsedAt = :now where k.id = :id")
                    .setParameter("now", now)
                    .setParameter("id", key.id())
                    .executeUpdate();
        }
    }

    private static Identity identity(ApiKeyEntity key) {
        var account = key.account();
        return new Identity(
                account.id(),
                account.name(),
                account.roles(),
                key.scopes(),
                new Credential.Key(key.id(), key.tokensPerDay()));
    }

    private static Optional<ApiKeyEntity> byHash(EntityManager manager, String hash) {
        return manager.createQuery(
                        "select k from ApiKeyEntity k join fetch k.account where k.hash = :hash",
                        ApiKeyEntity.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }

    private static List<ApiKeyEntity> keys(EntityManager manager, String owner) {
        return manager.createQuery(
                        "select k from ApiKeyEntity k where k.account.name = :owner"
                                + " order by k.createdAt desc, k.id desc",
                        ApiKeyEntity.class)
                .setParameter("owner", owner)
                .getResultList();
    }

    private long alive(EntityManager manager, String owner) {
        var now = store.now();
        return keys(manager, owner).stream().filter(key -> key.isAlive(now)).count();
    }
}
