package org.repartee.web;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Watches over one client while its reply is made: everything read from it or written to it goes
/// through here, so that the [Watchdog] sees how long that takes, and how long it has been quiet.
///
/// Safe to use from any thread: one transfer goes on at a time.
final class Watch implements AutoCloseable {

    /// Reads from the client, or writes to it.
    @FunctionalInterface
    interface Transfer {
        void run() throws IOException;
    }

    private final Watchdog watchdog;
    private final ClientConnection connection;
    private final Transfer ping;
    private final Runnable whenCut;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long last = System.nanoTime();
    private volatile OptionalLong deadline = OptionalLong.empty();
    private volatile boolean cut;
    private volatile boolean keptAlive;
    private boolean closed;

    Watch(Watchdog watchdog, ClientConnection connection, Transfer ping, Runnable whenCut) {
        this.watchdog = watchdog;
        this.connection = connection;
        this.ping = ping;
        this.whenCut = whenCut;
    }

    /// Reads something from the client, in time or not at all.
    void read(Transfer transfer) throws IOException {
        transfer(watchdog.readTimeout(), transfer);
    }

    /// Writes something to the client.
    ///
    /// @throws IOException when the client is gone, or was cut off because it did not read
    void write(Transfer transfer) throws IOException {
        transfer(watchdog.writeTimeout(), transfer);
    }

    /// From now on quiet times are filled with pings.
    void keepAlive() {
        last = System.nanoTime();
        keptAlive = true;
    }

    /// From now on quiet times are what is to be expected.
    void rest() {
        keptAlive = false;
    }

    /// After this nothing is written any more: the connection may serve another request by then.
    @Override
    public void close() {
        watchdog.forget(this);
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// Cuts the client off when it is overdue; pings it when it has been quiet for long.
    void check(long now) {
        var due = deadline;
        if (due.isPresent()) {
            if (now - due.getAsLong() > 0) {
                cut();
            }
        } else if (keptAlive && now - last > watchdog.pingInterval().toNanos()) {
            last = now;
            Thread.ofVirtual().name("ping").start(this::ping);
        }
    }

    void cut() {
        if (!cut) {
            cut = true;
            connection.cut();
            whenCut.run();
        }
    }

    private void transfer(Duration limit, Transfer transfer) throws IOException {
        lock.lock();
        try {
            locked(limit, transfer);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Duration limit, Transfer transfer) throws IOException {
        if (cut || closed) {
            throw new IOException("the client was cut off");
        }
        deadline = OptionalLong.of(System.nanoTime() + limit.toNanos());
        try {
            transfer.run();
        } finally {
            deadline = OptionalLong.empty();
            last = System.nanoTime();
        }
    }

    private void ping() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                locked(watchdog.writeTimeout(), ping);
            }
        } catch (IOException | RuntimeException gone) {
            cut();
        } finally {
            lock.unlock();
        }
    }
}
