package org.repartee.audit;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;

/// The latency audit: one row per request, written behind a bounded buffer.
///
/// Nothing here waits for the database; while it is away rows are kept and written later.
public final class AuditLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    private static final int MOST_TRIES = 20;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final Database database;
    private final AuditLimits limits;
    private final AuditBuffer buffer;
    private final AuditWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Starts the writer.
    public AuditLog(Database database, AuditLimits limits) {
        this.database = database;
        this.limits = limits;
        this.buffer = new AuditBuffer(limits.bufferRows());
        this.writer = new AuditWriter(database, buffer);
        writer.start();
    }

    /// A place in the buffer, or none if it is full: then the request must be refused (503).
    public Optional<Permit> reserve() {
        return buffer.reserve() ? Optional.of(new Permit(this)) : Optional.empty();
    }

    /// Adds what a page measured to a request's row, which may be written a moment later than the
    /// page knows. Waits for that; call it where waiting harms nobody.
    public void measured(String requestId, PageTimes times) {
        try {
            for (var tries = 0; tries < MOST_TRIES; tries++) {
                if (database.inTransaction(
                        manager -> new AuditRows(manager).measured(requestId, times))) {
                    return;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
            LOG.log(Level.DEBUG, "no audit row {0} came for what a page measured", requestId);
        } catch (DatabaseFailure away) {
            LOG.log(Level.WARNING, "What a page measured is lost: {0}", away.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void put(AuditRecord row) {
        buffer.put(new AuditRow(database.newId(), row));
        if (writer.hasStopped()) {
            reportLost(buffer.abandon());
        }
    }

    void giveBack() {
        buffer.giveBack();
    }

    /// A snapshot; the numbers need not belong to one instant.
    public AuditCounters counters() {
        return buffer.counters(writer.retries());
    }

    /// Writes what is left, for a bounded time, then stops; rows that could not be written are
    /// counted as lost.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!buffer.drain(limits.drainTimeout())) {
                LOG.log(
                        Level.WARNING,
                        "{0} requests have no audit row yet, the stop waits no longer",
                        buffer.counters(0).reserved());
            }
            writer.stop();
        } catch (InterruptedException _) {
            LOG.log(Level.WARNING, "Interrupted while the audit was being drained");
            Thread.currentThread().interrupt();
        }
        reportLost(buffer.abandon());
    }

    private static void reportLost(long rows) {
        if (rows > 0) {
            LOG.log(Level.ERROR, "{0} audit rows were lost until this stop", rows);
        }
    }
}
