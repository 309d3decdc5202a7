package org.repartee.engine;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.repartee.engine.EngineRefusal.Reason;

/// Where other threads leave what the engine thread shall do, and where the bounds of the waiting
/// queue are kept. The lock is held for a few field accesses only.
final class Inbox {

    private final EngineLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Queue<Sequence> submissions = new ArrayDeque<>();
    private Queue<Sequence> cancellations = new ArrayDeque<>();
    private Queue<Sequence> submissionsTaken = new ArrayDeque<>();
    private Queue<Sequence> cancellationsTaken = new ArrayDeque<>();
    private int waitingRequests;
    private int waitingTokens;
    private Optional<Barrier> barrier = Optional.empty();
    private boolean closed;

    Inbox(EngineLimits limits) {
        this.limits = limits;
    }

    /// What waits for its first step, or for another one.
    record Waiting(int requests, int tokens) {}

    /// Why nothing is taken.
    private record Barrier(Reason reason, String message) {}

    /// @throws EngineRefusal if the queue is full, blocked or closed
    void submit(Sequence sequence) {
        lock.lock();
        try {
            if (barrier.isPresent()) {
                throw new EngineRefusal(barrier.get().reason(), 0, 0, barrier.get().message());
            }
            if (waitingRequests >= limits.maxWaitingRequests()) {
                throw refusal(
                        Reason.WAITING_REQUESTS,
                        limits.maxWaitingRequests(),
                        waitingRequests + 1L,
                        "waiting requests must be at most max_waiting_requests = %d, would be %d");
            }
            var tokens = (long) waitingTokens + sequence.length();
            if (tokens > limits.maxWaitingTokens()) {
                throw refusal(
                        Reason.WAITING_TOKENS,
                        limits.maxWaitingTokens(),
                        tokens,
                        "waiting tokens must be at most max_waiting_tokens = %d, would be %d");
            }
            waits(sequence);
            submissions.add(sequence);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    static EngineRefusal refusal(Reason reason, long limit, long value, String message) {
        return new EngineRefusal(reason, limit, value, message.formatted(limit, value));
    }

    void cancel(Sequence sequence) {
        if (sequence.hasEnded()) {
            return;
        }
        lock.lock();
        try {
            cancellations.add(sequence);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is taken until [#unblock].
    void block(Reason reason, String message) {
        set(Optional.of(new Barrier(reason, message)));
    }

    void unblock() {
        set(Optional.empty());
    }

    private void set(Optional<Barrier> now) {
        lock.lock();
        try {
            if (!closed) {
                barrier = now;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is taken any more, and [#receive] says so. The first reason stays.
    void close(Reason reason, String message) {
        lock.lock();
        try {
            set(Optional.of(new Barrier(reason, message)));
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// A sequence begins to wait; submitted ones do already.
    void waits(Sequence sequence) {
        count(1, sequence.length());
    }

    /// A sequence no longer waits.
    void waitsNoMore(Sequence sequence) {
        count(-1, -sequence.length());
    }

    Waiting waiting() {
        lock.lock();
        try {
            return new Waiting(waitingRequests, waitingTokens);
        } finally {
            lock.unlock();
        }
    }

    /// Sleeps until there is something to [#receive].
    void awaitMail() {
        lock.lock();
        try {
            while (!closed && submissions.isEmpty() && cancellations.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Hands over what has arrived, submissions first. The engine thread's.
    ///
    /// @return false once the inbox is closed
    boolean receive(Consumer<Sequence> submitted, Consumer<Sequence> cancelled) {
        var open = takeMail();
        for (var next = submissionsTaken.poll(); next != null; next = submissionsTaken.poll()) {
            submitted.accept(next);
        }
        for (var next = cancellationsTaken.poll(); next != null; next = cancellationsTaken.poll()) {
            cancelled.accept(next);
        }
        return open;
    }

    /// Exchanges the full queues for the empty ones, so that nothing is done under the lock.
    private boolean takeMail() {
        lock.lock();
        try {
            var submitted = submissions;
            submissions = submissionsTaken;
            submissionsTaken = submitted;
            var cancelled = cancellations;
            cancellations = cancellationsTaken;
            cancellationsTaken = cancelled;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void count(int requests, int tokens) {
        lock.lock();
        try {
            waitingRequests += requests;
            waitingTokens += tokens;
        } finally {
            lock.unlock();
        }
    }
}
