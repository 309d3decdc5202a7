package org.repartee.access;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Removes every hour what has no meaning any more: ended sessions, old guesses, old counts.
final class Sweeper implements AutoCloseable {

    private static final Duration GUESSES = Duration.ofDays(2);
    private static final Duration COUNTS = Duration.ofDays(2);

    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());

    private final Store store;
    private final AccessSettings settings;
    private final ScheduledExecutorService hourly =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("access-sweeper").factory());

    Sweeper(Store store, AccessSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    void start() {
        var _ = hourly.scheduleWithFixedDelay(this::sweepOrTell, 1, 1, TimeUnit.HOURS);
    }

    private void sweepOrTell() {
        try {
            sweep();
        } catch (RuntimeException failure) {
            // The next hour tries again; an exception would end the schedule.
            LOG.log(Level.WARNING, "old sessions could not be removed: {0}", failure.getMessage());
        }
    }

    /// Removes it now.
    ///
    /// @return how many rows went
    int sweep() {
        var now = store.now();
        return sweep("SessionEntity r where r.expiresAt <=", now)
                + sweep("SessionEntity r where r.seenAt <=", now.minus(settings.sessionIdle()))
                + sweep("GuessEntity r where r.lastFailedAt <=", now.minus(GUESSES))
                + sweep("ConsumptionEntity r where r.key.began <=", now.minus(COUNTS));
    }

    private int sweep(String which, Instant before) {
        return store.inTransaction(manager ->
                manager.createQuery("delete from " + which + " :before")
                        .setParameter("before", before)
                        .executeUpdate());
    }

    @Override
    public void close() {
        hourly.shutdownNow();
    }
}
