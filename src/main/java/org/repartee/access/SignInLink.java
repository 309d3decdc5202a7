package org.repartee.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A secret that signs the oldest administrator in, once: what `deploy/repartee run` prints, so
/// that a newcomer on the same machine is in with one click. It waits in a file that only the
/// server's owner can read, and is forgotten when the server stops.
public final class SignInLink {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Store store;
    private final SecretFile file;
    private final AtomicReference<Optional<Offer>> offer = new AtomicReference<>(Optional.empty());

    private record Offer(String hash, Instant end) {}

    SignInLink(Store store, SecretFile file) {
        this.store = store;
        this.file = file;
    }

    /// Makes a new one; an older one no longer works.
    void offer() {
        var secret = Secrets.fresh();
        file.write(secret);
        offer.set(Optional.of(new Offer(Secrets.hash(secret), store.now().plus(LIFETIME))));
    }

    /// Makes sure that none waits.
    void withdraw() {
        file.delete();
    }

    /// Takes it.
    ///
    /// @return the name of the account that it signs in
    /// @throws AccessFailure.WrongCredentials if it was used, is too old, or never was one
    public String use(String secret) {
        var open = offer.get();
        if (open.filter(o -> isRight(o, secret)).isEmpty()
                || !offer.compareAndSet(open, Optional.empty())) {
            throw new AccessFailure.WrongCredentials(
                    "this sign-in link was used or is too old; the next start prints a new one");
        }
        file.delete();
        return store.inTransaction(manager ->
                new AccountRows(store, manager)
                        .administrators().stream()
                                .findFirst()
                                .map(AccountEntity::name)
                                .orElseThrow(() ->
                                        new AccessFailure.Unknown("there is no administrator")));
    }

    private boolean isRight(Offer open, String secret) {
        // Hashes may be compared in any way: what they are of cannot be guessed closer.
        return open.hash().equals(Secrets.hash(secret)) && store.now().isBefore(open.end());
    }
}
