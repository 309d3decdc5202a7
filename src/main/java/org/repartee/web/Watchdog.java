package org.repartee.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Runs every reply on a virtual thread of its own, and looks after their clients: one that takes
/// nothing for too long is cut off, one that hears nothing for long is pinged.
final class Watchdog implements AutoCloseable {

    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final HttpConfig config;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicLong replies = new AtomicLong();
    private final Semaphore uploads;
    private final Thread thread;

    Watchdog(HttpConfig config) {
        this.config = config;
        this.uploads = new Semaphore(config.maxUploads());
        this.thread = Thread.ofVirtual().name("watchdog").start(this::run);
    }

    /// Ends the watch, and every reply that is still being made.
    @Override
    public void close() {
        thread.interrupt();
        watches.forEach(Watch::cut);
    }

    /// Runs something that makes a reply, away from the container's few threads.
    void startReply(Runnable reply) {
        Thread.ofVirtual().name("reply-" + replies.incrementAndGet()).start(reply);
    }

    /// Watches over a client until the watch is closed.
    ///
    /// @param ping writes something that the client ignores
    /// @param whenCut called once, when the client is gone or was cut off
    Watch open(ClientConnection connection, Watch.Transfer ping, Runnable whenCut) {
        var watch = new Watch(this, connection, ping, whenCut);
        watches.add(watch);
        return watch;
    }

    /// A place to read a request body in; given back when closed. They are few: bodies of slow
    /// clients must not fill the memory.
    ///
    /// @throws ApiFailure 503 when none is free
    Upload upload() {
        if (!uploads.tryAcquire()) {
            throw new ApiFailure(
                    ApiError.server(
                                    503,
                                    "server_overloaded",
                                    "%d other requests are being read: try again soon"
                                            .formatted(config.maxUploads()))
                            .after(1));
        }
        return uploads::release;
    }

    /// Held while a request body is read.
    @FunctionalInterface
    interface Upload extends AutoCloseable {
        @Override
        void close();
    }

    void forget(Watch watch) {
        watches.remove(watch);
    }

    Duration readTimeout() {
        return config.readTimeout();
    }

    Duration writeTimeout() {
        return config.writeTimeout();
    }

    Duration pingInterval() {
        return config.pingInterval();
    }

    private void run() {
        var nap =
                shortest(
                        LONGEST_NAP,
                        config.writeTimeout().dividedBy(4),
                        config.pingInterval().dividedBy(4));
        try {
            while (true) {
                Thread.sleep(nap);
                var now = System.nanoTime();
                watches.forEach(watch -> watch.check(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shortest(Duration... durations) {
        return Stream.of(durations).min(Duration::compareTo).orElseThrow();
    }
}
