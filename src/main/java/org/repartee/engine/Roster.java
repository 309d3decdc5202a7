package org.repartee.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// The sequences that run and those that wait, in order of arrival; the inbox is told who waits.
final class Roster {

    private final Inbox inbox;
    private final List<Sequence> running = new ArrayList<>();
    private final Deque<Sequence> waiting = new ArrayDeque<>();

    Roster(Inbox inbox) {
        this.inbox = inbox;
    }

    List<Sequence> running() {
        return running;
    }

    Deque<Sequence> waiting() {
        return waiting;
    }

    /// The first of the waiting runs from now on.
    void runFirst() {
        var first = waiting.removeFirst();
        inbox.waitsNoMore(first);
        running.add(first);
    }

    /// A running sequence waits again, before all others.
    void waitAgain(Sequence sequence) {
        running.remove(sequence);
        waiting.addFirst(sequence);
        inbox.waits(sequence);
    }

    /// Takes out a sequence, wherever it is.
    void remove(Sequence sequence) {
        if (sequence.isRunning()) {
            running.remove(sequence);
        } else {
            waiting.remove(sequence);
            inbox.waitsNoMore(sequence);
        }
    }

    /// The sequences that match, running ones first.
    List<Sequence> matching(Predicate<Sequence> condition) {
        var found = new ArrayList<Sequence>(0);
        for (var sequence : running) {
            if (condition.test(sequence)) {
                found.add(sequence);
            }
        }
        for (var sequence : waiting) {
            if (condition.test(sequence)) {
                found.add(sequence);
            }
        }
        return found;
    }
}
