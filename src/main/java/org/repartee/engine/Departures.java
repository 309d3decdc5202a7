package org.repartee.engine;

import java.util.ArrayList;
import java.util.List;

/// How sequences end. The device may be writing into the blocks of one in flight, so that one ends
/// when its step is done.
final class Departures {

    private final Scheduler scheduler;
    private final Outbox outbox;
    private final List<Departure> awaited = new ArrayList<>();

    /// A sequence in flight that has to end.
    private record Departure(Sequence sequence, FinishReason reason) {}

    Departures(Scheduler scheduler, Outbox outbox) {
        this.scheduler = scheduler;
        this.outbox = outbox;
    }

    void cancel(Sequence sequence) {
        leave(sequence, FinishReason.CANCELLED);
    }

    void cancelAll() {
        scheduler.matching(_ -> true).forEach(this::cancel);
    }

    /// Ends those whose time is up.
    void expire() {
        var now = System.nanoTime();
        scheduler
                .matching(sequence -> sequence.isOverdue(now))
                .forEach(sequence -> leave(sequence, FinishReason.DEADLINE));
    }

    private void leave(Sequence sequence, FinishReason reason) {
        if (sequence.isInFlight()) {
            awaited.add(new Departure(sequence, reason));
        } else {
            end(sequence, reason);
        }
    }

    /// Nothing is in flight any more: ends those that had to wait for it.
    void landed() {
        for (var departure : awaited) {
            end(departure.sequence(), departure.reason());
        }
        awaited.clear();
    }

    /// Ends a sequence that is not in flight, unless it has ended already.
    void end(Sequence sequence, FinishReason reason) {
        if (sequence.hasEnded()) {
            return;
        }
        try {
            scheduler.remove(sequence);
        } finally { // whatever is broken, nobody waits for ever
            sequence.finish(reason, outbox);
        }
    }

    /// Ends a sequence whose blocks are not to be trusted.
    void fail(Sequence sequence, RuntimeException cause) {
        try {
            scheduler.discard(sequence);
        } finally {
            sequence.fail(cause, outbox);
        }
    }

    /// Ends all that run, whose blocks are gone; whoever waits goes on waiting.
    void failRunning(RuntimeException cause) {
        awaited.clear();
        scheduler.abandon().forEach(sequence -> sequence.fail(cause, outbox));
    }

    /// Ends all that run or wait, without another look at their blocks.
    void failAll(RuntimeException cause) {
        scheduler
                .matching(sequence -> !sequence.hasEnded())
                .forEach(sequence -> sequence.fail(cause, outbox));
    }
}
