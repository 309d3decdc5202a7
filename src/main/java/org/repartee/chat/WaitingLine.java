package org.repartee.chat;

import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/// Who asked before whom and still has no first token. Safe to use from any thread.
final class WaitingLine {

    private final AtomicLong tickets = new AtomicLong();
    private final ConcurrentSkipListSet<Long> waiting = new ConcurrentSkipListSet<>();

    /// A place at the end.
    Ticket join() {
        var ticket = new Ticket(tickets.incrementAndGet());
        waiting.add(ticket.number);
        return ticket;
    }

    /// One request's place in the line.
    final class Ticket {
        private final long number;

        private Ticket(long number) {
            this.number = number;
        }

        /// How many go first, itself included: 1 is the next; empty once it has left.
        OptionalInt position() {
            return waiting.contains(number)
                    ? OptionalInt.of(waiting.headSet(number, true).size())
                    : OptionalInt.empty();
        }

        /// Its first token is there, or it is over.
        void leave() {
            waiting.remove(number);
        }
    }
}
