package org.repartee.database;

import java.time.Duration;
import java.util.function.LongSupplier;

/// What a background writer knows of a database that is away: when to try again, and when to say
/// so.
///
/// The pause doubles from 100 ms to 5 s; the log gets one line a minute and one at the end.
/// Thread-safe.
public final class Outage {
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();
    private static final long REMINDER = Duration.ofMinutes(1).toNanos();

    private static final System.Logger LOG = System.getLogger(Outage.class.getName());

    private final String what;
    private final LongSupplier clock;
    private boolean lasts;
    private long pause;
    private long nextTry;
    private long nextReminder;
    private long failures;

    /// @param what waits for the database, for the log: `audit rows`
    /// @param clock monotonic nanoseconds
    public Outage(String what, LongSupplier clock) {
        this.what = what;
        this.clock = clock;
    }

    /// Nanoseconds to wait before the next try, 0 if there is no outage.
    public synchronized long remainingPause() {
        return lasts ? Math.max(0, nextTry - clock.getAsLong()) : 0;
    }

    /// Another try failed.
    public synchronized void failed(RuntimeException cause) {
        var now = clock.getAsLong();
        failures++;
        pause = lasts ? Math.min(2 * pause, LONGEST_PAUSE) : FIRST_PAUSE;
        nextTry = now + pause;
        if (!lasts || now - nextReminder >= 0) {
            nextReminder = now + REMINDER;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The database does not take the {0}; they are kept and tried again: {1}",
                    what,
                    cause.getMessage());
        }
        lasts = true;
    }

    /// A try succeeded.
    public synchronized void over() {
        if (lasts) {
            lasts = false;
            LOG.log(System.Logger.Level.INFO, "The database takes the {0} again", what);
        }
    }

    /// How many tries failed, over all outages.
    public synchronized long failures() {
        return failures;
    }
}
