package org.repartee.chat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The replies that are being made. When the server stops, no more are begun, these go on for a
/// while, and the rest are ended.
///
/// Safe to use from any thread; the lock is held for a few field accesses only.
final class Replies {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Reply> begun = new HashSet<>();
    private int open;
    private Optional<DrainLimits> drain = Optional.empty();
    private boolean over;

    /// Makes a reply, which counts as open until [#ended].
    ///
    /// @throws ChatFailure.Stopping if the server stops
    Reply begin(Supplier<Reply> make) {
        enter();
        try {
            var reply = make.get();
            add(reply);
            return reply;
        } catch (RuntimeException refused) {
            leave();
            throw refused;
        }
    }

    /// A reply is closed: its client has been told everything.
    void ended(Reply reply) {
        lock.lock();
        try {
            if (begun.remove(reply)) {
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    boolean isDraining() {
        lock.lock();
        try {
            return drain.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when none is open, at the latest after timeout and farewell.
    ///
    /// @return how many had to be ended
    int drain(DrainLimits limits) throws InterruptedException {
        close(limits);
        if (isEmptyWithin(limits.timeout())) {
            return 0;
        }
        var rest = giveUp();
        rest.forEach(Reply::interrupt);
        isEmptyWithin(limits.farewell());
        return rest.size();
    }

    private void close(DrainLimits limits) {
        lock.lock();
        try {
            drain = Optional.of(limits);
        } finally {
            lock.unlock();
        }
    }

    private List<Reply> giveUp() {
        lock.lock();
        try {
            over = true;
            return List.copyOf(begun);
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmptyWithin(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            var left = limit.toNanos();
            while (open > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open == 0;
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (drain.isPresent()) {
                throw new ChatFailure.Stopping((int) drain.get().retryAfter().toSeconds());
            }
            open++;
        } finally {
            lock.unlock();
        }
    }

    private void add(Reply reply) {
        lock.lock();
        try {
            begun.add(reply);
            if (over) {
                reply.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            open--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
