package org.repartee.access;

import jakarta.security.enterprise.identitystore.PasswordHash;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Hashes and checks passwords. Whether there is a hash to check against takes the same time.
final class Passwords {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;

    /// A check is slow on purpose; many at once would leave no core for answers.
    private static final int AT_ONCE = 2;

    private static final int PATIENCE_SECONDS = 5;

    private final PasswordHash hashes;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final String nobodys;

    Passwords(PasswordHash hashes) {
        this.hashes = hashes;
        this.nobodys = hashes.generate(Secrets.fresh().toCharArray());
    }

    /// @throws AccessFailure.Invalid if it is too short, too long, or the account's name
    String hash(String accountName, String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new AccessFailure.Invalid(
                    "password",
                    "password must have %d to %d characters, got %d"
                            .formatted(SHORTEST, LONGEST, password.length()));
        }
        if (AccountName.normal(password).equals(accountName)) {
            throw new AccessFailure.Invalid("password", "password must not be the account's name");
        }
        return inTurn(() -> hashes.generate(password.toCharArray()));
    }

    boolean isRight(String password, Optional<String> hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        var right = inTurn(() -> hashes.verify(password.toCharArray(), hash.orElse(nobodys)));
        return right && hash.isPresent();
    }

    private <T> T inTurn(Supplier<T> work) {
        var taken = false;
        try {
            taken = turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!taken) {
                throw new AccessFailure.Unavailable("too many people sign in, try again soon");
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccessFailure.Unavailable("the server stops", e);
        } finally {
            if (taken) {
                turns.release();
            }
        }
    }
}
