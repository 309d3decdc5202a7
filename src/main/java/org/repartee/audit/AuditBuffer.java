package org.repartee.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The rows between the requests and the writer. A place is taken when a request is accepted and is
/// free again when its row is in the database: so putting a row never waits.
final class AuditBuffer {
    private final int capacity;
    private final Semaphore places;
    private final BlockingQueue<AuditRow> queue;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;

    AuditBuffer(int capacity) {
        this.capacity = capacity;
        this.places = new Semaphore(capacity);
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    boolean reserve() {
        return !closed && places.tryAcquire();
    }

    void giveBack() {
        places.release();
    }

    /// Takes a row into its reserved place.
    void put(AuditRow row) {
        accepted.incrementAndGet();
        queue.add(row);
    }

    /// Waits for a row, then for more of them. An interrupt ends the wait early, no row is lost.
    ///
    /// @return at most so many rows, none if none came while it was `idle`
    List<AuditRow> batch(int most, Duration idle, Duration more) {
        var batch = new ArrayList<AuditRow>(most);
        try {
            var row = queue.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
            var deadline = System.nanoTime() + more.toNanos();
            while (row != null) {
                batch.add(row);
                queue.drainTo(batch, most - batch.size());
                var rest = batch.size() < most ? deadline - System.nanoTime() : 0;
                row = rest > 0 ? queue.poll(rest, TimeUnit.NANOSECONDS) : null;
            }
        } catch (InterruptedException _) {
            // What has come so far is the batch.
        }
        return batch;
    }

    void written(int rows) {
        written.addAndGet(rows);
        places.release(rows);
    }

    void lost(int rows) {
        lost.addAndGet(rows);
        places.release(rows);
    }

    /// Gives no more places, and waits until all rows of those given are written.
    ///
    /// @return whether they are
    boolean drain(Duration longest) throws InterruptedException {
        closed = true;
        var drained = places.tryAcquire(capacity, longest.toNanos(), TimeUnit.NANOSECONDS);
        if (drained) {
            places.release(capacity);
        }
        return drained;
    }

    /// Gives up the rows that nobody will write.
    ///
    /// @return how many rows are lost by now
    long abandon() {
        var rows = new ArrayList<AuditRow>();
        queue.drainTo(rows);
        lost(rows.size());
        return lost.get();
    }

    AuditCounters counters(long retries) {
        return new AuditCounters(
                capacity,
                capacity - places.availablePermits(),
                Math.toIntExact(accepted.get() - written.get() - lost.get()),
                written.get(),
                retries,
                lost.get());
    }
}
