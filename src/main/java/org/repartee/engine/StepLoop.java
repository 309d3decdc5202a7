package org.repartee.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.engine.kv.KvCache;
import org.repartee.engine.sampling.Sampler;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// What the engine thread does: take the mail, schedule, compute, sample, deliver; sleep when idle.
final class StepLoop implements Runnable {

    private final ModelRuntime runtime;
    private final Inbox inbox;
    private final Consumer<RuntimeException> defects;
    private final Counters counters = new Counters();
    private final KvCache cache;
    private final Scheduler scheduler;
    private final Sampler sampler;
    private final StepBatch batch;
    private volatile EngineSnapshot snapshot;

    /// @param defects told when the engine finds itself broken
    StepLoop(
            ModelRuntime runtime,
            EngineLimits limits,
            Inbox inbox,
            Consumer<RuntimeException> defects) {
        this.runtime = runtime;
        this.inbox = inbox;
        this.defects = defects;
        cache = new KvCache(runtime.blockCount(), runtime.blockSize(), runtime::copyBlock);
        scheduler = new Scheduler(limits, cache, inbox, counters);
        sampler = new Sampler(runtime.geometry().vocabularySize());
        batch =
                new StepBatch(
                        limits.maxNumBatchedTokens(),
                        limits.maxNumSeqs(),
                        Math.min(cache.blocksFor(limits.maxModelLen()), cache.blockCount()),
                        runtime.blockSize());
        snapshot = currentState();
    }

    /// State and counters after the last step.
    EngineSnapshot snapshot() {
        return snapshot;
    }

    /// Returns when the inbox is closed; every sequence has ended then.
    @Override
    public void run() {
        try {
            while (inbox.receive(scheduler::add, this::cancel)) {
                turn();
            }
            scheduler.matching(_ -> true).forEach(this::cancel);
        } catch (Throwable broken) { // or the clients would wait for ever
            stop(broken);
        }
        snapshot = currentState();
    }

    private void turn() {
        var now = System.nanoTime();
        scheduler.matching(sequence -> sequence.isOverdue(now)).forEach(this::expire);
        var step = scheduler.next();
        if (!step.isEmpty()) {
            compute(step);
        }
        snapshot = currentState();
        if (scheduler.isIdle()) {
            checkIntegrity();
            inbox.awaitMail();
        }
    }

    private void compute(List<Slice> step) {
        fill(step);
        counters.steps++;
        StepResult result;
        try {
            result = runtime.forward(batch);
        } catch (RuntimeException cause) {
            counters.failedSteps++;
            step.forEach(slice -> fail(slice.sequence(), cause));
            return;
        }
        step.forEach(scheduler::computed);
        for (var row = 0; row < step.size(); row++) {
            if (batch.wantsLogits(row)) {
                choose(result, row, step.get(row).sequence());
            }
        }
    }

    private void fill(List<Slice> step) {
        batch.clear();
        for (var slice : step) {
            var sequence = slice.sequence();
            batch.begin(
                    slice.from(),
                    sequence.blocks().blocks(),
                    cache.blocksFor(slice.from() + slice.count()),
                    slice.reachesEnd());
            batch.append(sequence.tokens(), slice.from(), slice.count());
        }
    }

    private void choose(StepResult result, int row, Sequence sequence) {
        var before = sequence.sampling().generated();
        Optional<FinishReason> end;
        try {
            end = sequence.accept(sampler.sample(result, row, sequence.sampling()));
        } catch (RuntimeException cause) {
            fail(sequence, cause);
            return;
        } finally {
            counters.generatedTokens += sequence.sampling().generated() - before;
        }
        end.ifPresent(reason -> finish(sequence, reason));
    }

    private void cancel(Sequence sequence) {
        if (!sequence.hasEnded()) {
            finish(sequence, FinishReason.CANCELLED);
        }
    }

    private void expire(Sequence sequence) {
        finish(sequence, FinishReason.DEADLINE);
    }

    private void finish(Sequence sequence, FinishReason reason) {
        try {
            scheduler.remove(sequence);
        } finally { // whatever is broken, nobody waits for ever
            sequence.finish(reason);
        }
    }

    private void fail(Sequence sequence, RuntimeException cause) {
        try {
            scheduler.discard(sequence);
        } finally {
            sequence.fail(cause);
        }
    }

    /// Only when idle, so that no step pays for it. A broken cache owes nobody anything then, and
    /// is begun anew.
    private void checkIntegrity() {
        try {
            cache.checkIntegrity();
            if (cache.owned() > 0) {
                throw new IllegalStateException(
                        "KV cache: %d blocks are owned by nobody".formatted(cache.owned()));
            }
        } catch (IllegalStateException broken) {
            defects.accept(broken);
            cache.reset();
            snapshot = currentState();
        }
    }

    private void stop(Throwable broken) {
        var cause = new IllegalStateException("the engine has stopped: " + broken, broken);
        inbox.close();
        inbox.receive(scheduler::add, _ -> {});
        scheduler
                .matching(sequence -> !sequence.hasEnded())
                .forEach(sequence -> sequence.fail(cause));
        defects.accept(cause);
    }

    private EngineSnapshot currentState() {
        return new EngineSnapshot(
                scheduler.running(),
                0,
                0,
                cache.free(),
                cache.cached(),
                cache.owned(),
                counters.promptTokens,
                counters.prefixHitTokens,
                counters.generatedTokens,
                counters.preemptions,
                counters.steps,
                counters.failedSteps);
    }
}
