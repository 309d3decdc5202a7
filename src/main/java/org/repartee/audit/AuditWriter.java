package org.repartee.audit;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.repartee.database.Database;
import org.repartee.database.DatabaseFailure;
import org.repartee.database.Outage;

/// The one thread that writes rows: up to 256 in a transaction, at most 50 ms after the first of
/// them. While the database is away it keeps its batch and tries again. A row that a working
/// database refuses five times is given up, so that the others go on.
///
/// Never interrupted: an interrupt closes the file of an embedded H2.
final class AuditWriter {
    private static final System.Logger LOG = System.getLogger(AuditWriter.class.getName());
    private static final int BATCH = 256;
    private static final Duration BATCH_DELAY = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LAST_BATCH = Duration.ofSeconds(5);
    private static final int MOST_REFUSALS = 5;

    private final Database database;
    private final AuditBuffer buffer;
    private final Outage outage = new Outage("audit rows", System::nanoTime);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private boolean unsure;

    AuditWriter(Database database, AuditBuffer buffer) {
        this.database = database;
        this.buffer = buffer;
        this.thread = Thread.ofPlatform().daemon().name("repartee-audit").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!hasStopped()) {
            var batch = buffer.batch(BATCH, IDLE, BATCH_DELAY);
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private void write(List<AuditRow> batch) {
        for (var refusals = 0; refusals < MOST_REFUSALS && !hasStopped(); ) {
            try {
                insert(batch);
                return;
            } catch (RuntimeException failure) {
                unsure = true;
                if (failure instanceof DatabaseFailure && !database.answers()) {
                    outage.failed(failure);
                    pause();
                } else if (batch.size() > 1) {
                    batch.forEach(row -> write(List.of(row)));
                    return;
                } else if (++refusals == MOST_REFUSALS) {
                    LOG.log(Level.ERROR, "The database refuses {0}: {1}", batch, failure);
                }
            }
        }
        buffer.lost(batch.size());
    }

    private void pause() {
        try {
            var unused = stop.await(outage.remainingPause(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            // Then it tries again early.
        }
    }

    private void insert(List<AuditRow> batch) {
        var count =
                database.inTransaction(manager -> {
                    var rows = new AuditRows(manager);
                    var stored =
                            unsure
                                    ? rows.stored(batch.stream().map(AuditRow::id).toList())
                                    : Set.<UUID>of();
                    rows.add(batch.stream().filter(row -> !stored.contains(row.id())).toList());
                    return batch.size();
                });
        unsure = false;
        outage.over();
        buffer.written(count);
    }

    boolean hasStopped() {
        return stop.getCount() == 0;
    }

    /// Ends the thread after the batch that it has in hand.
    void stop() throws InterruptedException {
        stop.countDown();
        if (!thread.join(LAST_BATCH)) {
            LOG.log(Level.WARNING, "The audit writer still waits for the database");
        }
    }

    long retries() {
        return outage.failures();
    }
}
