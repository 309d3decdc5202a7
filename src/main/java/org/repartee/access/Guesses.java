package org.repartee.access;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;

/// Slows guessing: after some wrong passwords each further try has to wait, twice as long as the
/// one before. Names that do not exist are counted like those that do.
///
/// One address that guesses at one name waits up to a quarter of an hour. All addresses together
/// are slowed later and less, so that nobody can lock out another for long.
final class Guesses {

    private static final int FREE_FROM_ONE_ADDRESS = 5;
    private static final Duration LONGEST_FROM_ONE_ADDRESS = Duration.ofMinutes(15);
    private static final int FREE_FROM_ALL = 50;
    private static final Duration LONGEST_FROM_ALL = Duration.ofMinutes(1);

    private final Store store;

    Guesses(Store store) {
        this.store = store;
    }

    /// Counts a guess as wrong before it is looked at: many at the same time are no way around.
    ///
    /// @throws AccessFailure.TooManyGuesses if it comes too early
    void count(String name, String address) {
        store.inTransactionTwice(manager -> {
            var now = store.now();
            var one = locked(manager, one(name, address), now);
            var all = locked(manager, all(name), now);
            refuse(one.blockedFor(now));
            refuse(all.blockedFor(now));
            one.count(FREE_FROM_ONE_ADDRESS, LONGEST_FROM_ONE_ADDRESS, now);
            all.count(FREE_FROM_ALL, LONGEST_FROM_ALL, now);
            return name;
        });
    }

    /// The guess was right.
    void forgive(String name, String address) {
        store.inTransaction(manager -> {
            manager.createQuery("delete from GuessEntity g where g.hash in (:one, :all)")
                    .setParameter("one", one(name, address))
                    .setParameter("all", all(name))
                    .executeUpdate();
            return name;
        });
    }

    private static GuessEntity locked(EntityManager manager, String hash, Instant now) {
        var found = manager.find(GuessEntity.class, hash, LockModeType.PESSIMISTIC_WRITE);
        if (found != null) {
            return found;
        }
        var first = new GuessEntity(hash, now);
        manager.persist(first);
        manager.flush();
        return first;
    }

    private static void refuse(Duration blocked) {
        if (blocked.isPositive()) {
            throw new AccessFailure.TooManyGuesses((int) blocked.plusMillis(999).toSeconds());
        }
    }

    private static String one(String name, String address) {
        return Secrets.hash("one " + address + " " + name);
    }

    private static String all(String name) {
        return Secrets.hash("all " + name);
    }
}
