package org.repartee.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;

/// One answer as its readers see it: one thread writes what is said, any number of readers wait for
/// more, each from where it is. Events are numbered from 1; a reader that was away or is slow gets
/// what it missed in few large pieces. Holds no more than the answer's text.
final class Feed {

    private final String owner;
    private final long arrived;
    private final String requestId;
    private final Reply reply;
    private final ReplyEvent.Accepted accepted;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder answer = new StringBuilder();
    private int[] reasoned = new int[64];
    private int[] answered = new int[64];
    private int last = 1;
    private long sampled;
    private boolean over;
    private Optional<ReplyEvent> end = Optional.empty();

    /// @param arrived when the question came, as [System#nanoTime]
    Feed(String owner, String requestId, long arrived, Reply reply, ReplyEvent.Accepted accepted) {
        this.owner = owner;
        this.requestId = requestId;
        this.arrived = arrived;
        this.reply = reply;
        this.accepted = accepted;
    }

    /// What a reader gets next.
    ///
    /// @param sequence number of the last event that is in it
    /// @param sampled when the last token in the feed was sampled
    record Piece(int sequence, ReplyEvent event, long sampled) {
        boolean isLast() {
            return event instanceof ReplyEvent.Finished || event instanceof ReplyEvent.Failed;
        }
    }

    boolean belongsTo(String someone) {
        return owner.equals(someone);
    }

    String requestId() {
        return requestId;
    }

    ReplyEvent.Accepted accepted() {
        return accepted;
    }

    Reply reply() {
        return reply;
    }

    /// Since the question came.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - arrived);
    }

    boolean isOver() {
        lock.lock();
        try {
            return over || end.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// By the writing thread only. Calls of tools are left out: a page offers none.
    void add(ReplyEvent event) {
        lock.lock();
        try {
            switch (event) {
                case ReplyEvent.Reasoning(var text) -> {
                    reasoning.append(text);
                    mark();
                }
                case ReplyEvent.Answer(var text, _) -> {
                    answer.append(text);
                    mark();
                }
                case ReplyEvent.Finished _, ReplyEvent.Failed _ -> end = Optional.of(event);
                case ReplyEvent.Accepted _, ReplyEvent.ToolCall _, ReplyEvent.ToolArguments _ -> {}
            }
            sampled = reply.sampled();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more comes, also if no end was told.
    void cutOff() {
        lock.lock();
        try {
            over = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether it ended without telling how: the server stopped it.
    boolean isCutOff() {
        lock.lock();
        try {
            return over && end.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// What follows the event `seen`, 0 being before the first; waits for it, but not for ever.
    Optional<Piece> after(int seen, Duration patience) throws InterruptedException {
        var rest = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (seen >= last && end.isEmpty() && !over && rest > 0) {
                rest = more.awaitNanos(rest);
            }
            return piece(Math.max(0, seen));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Piece> piece(int seen) {
        if (seen == 0) {
            return Optional.of(new Piece(1, accepted, sampled));
        }
        if (seen < last) {
            return Optional.of(text(seen));
        }
        return end.filter(_ -> seen == last).map(event -> new Piece(last + 1, event, sampled));
    }

    /// All that follows and is of one kind.
    private Piece text(int seen) {
        var answers = answered[seen + 1] > answered[seen];
        var to = seen + 1;
        while (to < last
                && (answers ? reasoned : answered)[to + 1]
                        == (answers ? reasoned : answered)[seen]) {
            to++;
        }
        return answers
                ? new Piece(
                        to,
                        new ReplyEvent.Answer(
                                answer.substring(answered[seen], answered[to]), List.of()),
                        sampled)
                : new Piece(
                        to,
                        new ReplyEvent.Reasoning(reasoning.substring(reasoned[seen], reasoned[to])),
                        sampled);
    }

    private void mark() {
        last++;
        if (last == reasoned.length) {
            reasoned = Arrays.copyOf(reasoned, 2 * last);
            answered = Arrays.copyOf(answered, 2 * last);
        }
        reasoned[last] = reasoning.length();
        answered[last] = answer.length();
    }
}
