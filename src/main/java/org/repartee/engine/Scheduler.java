package org.repartee.engine;

import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.repartee.engine.kv.KvCache;
import org.repartee.runtime.DeviceLost;

/// Which tokens of which sequences the next step computes.
///
/// There is no prefill and no decode, only tokens to compute within a budget. Running sequences
/// come first, in order of arrival, so that a long prompt never stalls a stream; what is left of
/// the budget goes to the next prompt, in chunks. Where the device computes prompts and answers
/// faster apart, they take turns ([Turns]). All that run arrived before all that wait: blocks that
/// run out are taken from the latest, and nobody is overtaken.
///
/// A step is planned while the one before is in flight, as if nobody ended there. A sequence in
/// flight keeps its blocks until the device is done with them.
final class Scheduler {

    private final EngineLimits limits;
    private final KvCache cache;
    private final Outbox outbox;
    private final Counters counters;
    private final Turns turns;
    private final Roster roster;
    private final List<Sequence> running;
    private final Deque<Sequence> waiting;
    // A planned step may name a block that was given back since.
    private boolean exchanged;

    Scheduler(
            EngineLimits limits,
            KvCache cache,
            Inbox inbox,
            Outbox outbox,
            Counters counters,
            Turns turns) {
        this.turns = turns;
        roster = new Roster(inbox);
        running = roster.running();
        waiting = roster.waiting();
        this.limits = limits;
        this.cache = cache;
        this.outbox = outbox;
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

    /// Makes the next step; empty if nothing is left to do, or if it cannot be told before the step
    /// in flight is done.
    void plan(Step step) {
        turns.begin(running);
        fill(step);
        if (step.isEmpty() && turns.pass()) {
            fill(step);
        }
    }

    private void fill(Step step) {
        step.clear();
        var preemptions = counters.preemptions;
        for (var i = 0; i < running.size() && room(step) > 0; i++) {
            var sequence = running.get(i);
            if (sequence.endsInFlight() || !turns.have(sequence)) {
                continue;
            }
            if (!makeRoom(sequence)) {
                if (sequence.isRunning()) {
                    step.clear();
                }
                return;
            }
            step.add(sequence, room(step));
        }
        if (counters.preemptions == preemptions && turns.admit()) {
            admitWaiting(step);
        }
    }

    /// Corrects the step, now that the one before is done: by what that one gave, and by who has
    /// arrived since.
    void complete(Step step) {
        if (!step.complete() || exchanged || turns.belongToArrivals() && canAdmit()) {
            plan(step);
        } else if (turns.admit()) {
            admitWaiting(step);
        }
        exchanged = false;
    }

    void launched(Step step) {
        step.launched();
        turns.launched(step);
    }

    private void admitWaiting(Step step) {
        while (room(step) > 0 && canAdmit()) {
            var first = waiting.getFirst();
            if (!admit(first)) {
                return;
            }
            if (!first.hasEnded()) {
                step.add(first, room(step));
            }
        }
    }

    private int room(Step step) {
        var isMixed = step.hasStreams() || turns.keepAnswersWaiting();
        var limit = isMixed ? limits.maxNumMixedTokens() : limits.maxNumBatchedTokens();
        return limit - step.batch().tokens();
    }

    /// Gives a running sequence blocks for its latest tokens, the latest arrival's if need be.
    ///
    /// @return false if that was the sequence itself, or if the latest arrival is in flight
    private boolean makeRoom(Sequence sequence) {
        while (!cache.extend(sequence.blocks(), sequence.foreseenLength())) {
            var latest = running.getLast();
            if (latest.isInFlight()) {
                return false;
            }
            preempt(latest);
            if (latest == sequence) {
                return false;
            }
        }
        return true;
    }

    private void preempt(Sequence latest) {
        roster.waitAgain(latest);
        counters.preemptions++;
        cache.release(latest.blocks(), latest.tokens(), latest.computed());
        latest.preempt();
    }

    private boolean canAdmit() {
        return !waiting.isEmpty()
                && running.size() < limits.maxNumSeqs()
                && !isBeingComputed(waiting.getFirst());
    }

    /// True if the step in flight computes a block or more that a prompt begins with as well: when
    /// it is done, they can be shared.
    private boolean isBeingComputed(Sequence prompt) {
        for (var sequence : running) {
            if (sequence.computesFor(prompt) >= cache.blockSize()) {
                return true;
            }
        }
        return false;
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
                roster.runFirst();
                count(first, table.get().cachedTokens());
                first.run(table.get(), System.nanoTime());
                return true;
            }
            if (!running.isEmpty()) {
                return false;
            }
            throw new IllegalStateException(
                    "%d tokens need more than the %d KV blocks that exist"
                            .formatted(first.length(), cache.blockCount()));
        } catch (DeviceLost lost) {
            fail(first, lost);
            throw lost;
        } catch (RuntimeException cause) {
            fail(first, cause);
            return true;
        }
    }

    private void fail(Sequence sequence, RuntimeException cause) {
        discard(sequence);
        sequence.fail(cause, outbox);
    }

    private void count(Sequence sequence, int cachedTokens) {
        if (!sequence.wasScheduled()) {
            counters.promptTokens += sequence.promptLength();
            counters.prefixHitTokens += cachedTokens;
        }
    }

    /// The sequence's slice is computed: its full blocks may be shared.
    void computed(Sequence sequence) {
        sequence.landed();
        exchanged |= cache.commit(sequence.blocks(), sequence.tokens(), sequence.computed());
    }

    /// Takes out a sequence, wherever it is; what it computed stays in the prefix cache.
    void remove(Sequence sequence) {
        roster.remove(sequence);
        sequence.table()
                .ifPresent(table -> cache.release(table, sequence.tokens(), sequence.computed()));
    }

    /// Takes out a sequence whose blocks are not to be trusted.
    void discard(Sequence sequence) {
        roster.remove(sequence);
        sequence.table().ifPresent(cache::discard);
    }

    /// Gives up all that run, and their blocks with everything that is in the cache.
    List<Sequence> abandon() {
        var abandoned = List.copyOf(running);
        running.clear();
        cache.reset();
        return abandoned;
    }

    /// The sequences that match, running ones first.
    List<Sequence> matching(Predicate<Sequence> condition) {
        return roster.matching(condition);
    }
}
