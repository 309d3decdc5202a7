package org.repartee.engine;

import java.util.function.Consumer;
import org.repartee.engine.EngineRefusal.Reason;
import org.repartee.engine.kv.KvCache;
import org.repartee.engine.sampling.Sampler;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.StepBatch;
import org.repartee.runtime.StepResult;

/// What the engine thread does: take the mail, launch a step, deliver the tokens of the one before,
/// plan the next one, choose this one's tokens; sleep when idle.
///
/// Whatever takes its time is done while the device computes. Between two steps stand only the
/// choice of tokens and what has just arrived.
final class StepLoop implements Runnable {

    private final ModelRuntime runtime;
    private final Inbox inbox;
    private final Consumer<RuntimeException> defects;
    private final Outbox outbox = new Outbox();
    private final Counters counters = new Counters();
    private final KvCache cache;
    private final Scheduler scheduler;
    private final Departures departures;
    private final Sampler sampler;
    private final StepSampler sampling;
    private final Recovery recovery;
    private Step inFlight;
    private Step next;
    private EngineState state = new EngineState.Serving();
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
        var turns = new Turns(runtime.separatesPrompts());
        scheduler = new Scheduler(limits, cache, inbox, outbox, counters, turns);
        departures = new Departures(scheduler, outbox);
        sampler = new Sampler(runtime.geometry().vocabularySize());
        sampling = new StepSampler(sampler, departures, outbox, counters);
        recovery = new Recovery(runtime, inbox);
        inFlight = step(limits);
        next = step(limits);
        snapshot = currentState();
    }

    private Step step(EngineLimits limits) {
        var maxBlocks = Math.min(cache.blocksFor(limits.maxModelLen()), cache.blockCount());
        return new Step(
                new StepBatch(
                        limits.maxNumBatchedTokens(),
                        limits.maxNumSeqs(),
                        maxBlocks,
                        cache.blockSize()));
    }

    /// State and counters as of the last launch.
    EngineSnapshot snapshot() {
        return snapshot;
    }

    /// Returns when the inbox is closed; every sequence has ended then.
    @Override
    public void run() {
        try {
            while (receive()) {
                turn();
            }
            departures.cancelAll();
        } catch (Throwable broken) { // or the clients would wait for ever
            stop(broken);
        }
        publish();
        outbox.deliver();
    }

    /// Nothing is in flight before and after.
    private void turn() {
        try {
            departures.landed();
            scheduler.complete(next);
            launch();
            publish();
            outbox.deliver();
            rest();
            prepare();
            settle();
        } catch (DeviceLost lost) {
            recover(lost);
        }
    }

    private boolean receive() {
        return inbox.receive(scheduler::add, departures::cancel);
    }

    private void launch() {
        if (next.isEmpty()) {
            return;
        }
        var step = next;
        next = inFlight;
        inFlight = step;
        counters.steps++;
        scheduler.launched(step);
        try {
            runtime.launch(step.batch());
        } catch (DeviceLost lost) {
            throw lost;
        } catch (RuntimeException cause) {
            failStep(cause);
        }
    }

    /// While the device computes: takes the mail, and plans the next step as if nobody ended in
    /// this one.
    private void prepare() {
        receive(); // that the inbox was closed is seen when nothing is in flight
        departures.expire();
        scheduler.plan(next);
    }

    /// Waits for the step in flight and chooses its tokens.
    private void settle() {
        if (inFlight.isEmpty()) {
            return;
        }
        StepResult result;
        try {
            result = runtime.await();
        } catch (DeviceLost lost) {
            throw lost;
        } catch (RuntimeException cause) {
            failStep(cause);
            return;
        }
        for (var slice : inFlight.slices()) {
            scheduler.computed(slice.sequence());
        }
        sampling.sample(inFlight, result);
        inFlight.clear();
    }

    private void failStep(RuntimeException cause) {
        counters.failedSteps++;
        inFlight.slices().forEach(slice -> departures.fail(slice.sequence(), cause));
        inFlight.clear();
    }

    private void recover(DeviceLost lost) {
        counters.failedSteps++;
        inFlight.clear();
        next.clear();
        departures.failRunning(lost);
        recovery.run(lost, this::recovering);
        state = new EngineState.Serving();
    }

    /// @return false if the engine was closed meanwhile
    private boolean recovering(EngineState.Recovering progress) {
        var open = receive();
        departures.expire();
        state = progress;
        publish();
        outbox.deliver();
        return open;
    }

    private void rest() {
        if (scheduler.isIdle()) {
            checkIntegrity();
            inbox.awaitMail();
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
            publish();
        }
    }

    private void stop(Throwable broken) {
        var what = broken instanceof ModelFailure ? broken.getMessage() : broken.toString();
        var reason = "the engine has stopped until the server is restarted: " + what;
        var cause = new IllegalStateException(reason, broken);
        state = new EngineState.OutOfOrder(reason);
        inbox.close(Reason.OUT_OF_ORDER, reason);
        inbox.receive(scheduler::add, _ -> {});
        departures.failAll(cause);
        defects.accept(cause);
    }

    private void publish() {
        snapshot = currentState();
    }

    private EngineSnapshot currentState() {
        return new EngineSnapshot(
                state,
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
                counters.failedSteps,
                sampler.fullRows(),
                runtime.coldShapes());
    }
}
