package org.repartee.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.repartee.engine.kv.KvCache;

/// Which tokens of which sequences the next step computes.
///
/// There is no prefill and no decode, only tokens to compute within a budget. Running sequences
/// come first, in order of arrival, so that a long prompt never stalls a stream; what is left of
/// the budget goes to the next prompt, in chunks. All that run arrived before all that wait: blocks
/// that run out are taken from the latest, and nobody is overtaken.
final class Scheduler {

    private final EngineLimits limits;
    private final KvCache cache;
    private final Inbox inbox;
    private final Counters counters;
    private final List<Sequence> running = new ArrayList<>();
    private final Deque<Sequence> waiting = new ArrayDeque<>();

    Scheduler(EngineLimits limits, KvCache cache, Inbox inbox, Counters counters) {
        this.limits = limits;
        this.cache = cache;
        this.inbox = inbox;
        this.counters = counters;
    }

    void add(Sequence sequence) {
        waiting.addLast(sequence);
    }

    boolean isIdle() {
        return running.isEmpty() && waiting.isEmpty();
    }

    int running() {
        return running.size();
    }

    /// The next step; empty if nothing is left to do.
    List<Slice> next() {
        var step = new ArrayList<Slice>(limits.maxNumSeqs());
        var budget = limits.maxNumBatchedTokens();
        var preemptions = counters.preemptions;
        for (var i = 0; i < running.size() && budget > 0; i++) {
            if (makeRoom(running.get(i))) {
                budget -= slice(running.get(i), budget, step);
            }
        }
        var preempted = counters.preemptions > preemptions;
        while (budget > 0 && !preempted && canAdmit()) {
            var first = waiting.getFirst();
            if (!admit(first)) {
                break;
            }
            budget -= first.hasEnded() ? 0 : slice(first, budget, step);
        }
        return step;
    }

    private static int slice(Sequence sequence, int budget, List<Slice> step) {
        var count = Math.min(budget, sequence.uncomputed());
        step.add(new Slice(sequence, sequence.computed(), count));
        return count;
    }

    /// Gives a running sequence blocks for its latest tokens, the latest arrival's if need be.
    ///
    /// @return false if that was the sequence itself
    private boolean makeRoom(Sequence sequence) {
        while (!cache.extend(sequence.blocks(), sequence.length())) {
            var latest = running.removeLast();
            waiting.addFirst(latest);
            inbox.waits(latest);
            counters.preemptions++;
            cache.release(latest.blocks(), latest.tokens(), latest.computed());
            latest.preempt();
            if (latest == sequence) {
                return false;
            }
        }
        return true;
    }

    private boolean canAdmit() {
        return !waiting.isEmpty() && running.size() < limits.maxNumSeqs();
    }

    /// Lets the first of the waiting run, if there are blocks for all its tokens and one more for
    /// each running sequence, lest it be preempted at once. A sequence that cannot be admitted for
    /// another reason fails.
    ///
    /// @return false if it must go on waiting
    private boolean admit(Sequence first) {
        try {
            var table = cache.admit(first.tokens(), first.length(), running.size());
            if (table.isPresent()) {
                waiting.removeFirst();
                inbox.waitsNoMore(first);
                count(first, table.get().cachedTokens());
                first.run(table.get(), System.nanoTime());
                running.add(first);
                return true;
            }
            if (!running.isEmpty()) {
                return false;
            }
            throw new IllegalStateException(
                    "%d tokens need more than the %d KV blocks that exist"
                            .formatted(first.length(), cache.blockCount()));
        } catch (RuntimeException cause) {
            discard(first);
            first.fail(cause);
            return true;
        }
    }

    private void count(Sequence sequence, int cachedTokens) {
        if (!sequence.wasScheduled()) {
            counters.promptTokens += sequence.promptLength();
            counters.prefixHitTokens += cachedTokens;
        }
    }

    /// The slice is computed: its full blocks may be shared.
    void computed(Slice slice) {
        var sequence = slice.sequence();
        sequence.advance(slice.count());
        cache.commit(sequence.blocks(), sequence.tokens(), sequence.computed());
    }

    /// Takes out a sequence, wherever it is; what it computed stays in the prefix cache.
    void remove(Sequence sequence) {
        leave(sequence);
        sequence.table()
                .ifPresent(table -> cache.release(table, sequence.tokens(), sequence.computed()));
    }

    /// Takes out a sequence whose blocks are not to be trusted.
    void discard(Sequence sequence) {
        leave(sequence);
        sequence.table().ifPresent(cache::discard);
    }

    private void leave(Sequence sequence) {
        if (sequence.table().isPresent()) {
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
