package org.repartee.engine;

import java.util.List;
import java.util.Optional;
import org.repartee.engine.kv.KvCache;
import org.repartee.engine.sampling.Sampled;
import org.repartee.runtime.StepBatch;

/// A scheduler without an engine, on 8 blocks of 4 tokens.
final class ScheduledSteps {

    final Inbox inbox;
    final Counters counters = new Counters();
    final KvCache cache = new KvCache(8, 4, (_, _) -> {});
    final Outbox outbox = new Outbox();
    final Scheduler scheduler;

    ScheduledSteps() {
        this(new EngineLimits(4, 10, 100, 100, 1_000));
    }

    ScheduledSteps(EngineLimits limits) {
        this(limits, false);
    }

    /// @param separate whether prompts and answers take turns
    ScheduledSteps(EngineLimits limits, boolean separate) {
        inbox = new Inbox(limits);
        var turns = new Turns(separate);
        scheduler = new Scheduler(limits, cache, inbox, outbox, counters, turns);
    }

    Sequence submit(int promptLength) {
        var prompt = Answers.prompt(counters.hashCode() + promptLength, promptLength);
        return submit(Answers.greedy(prompt, 50));
    }

    Sequence submit(GenerationRequest request) {
        var sequence = new Sequence(request, 97, _ -> {});
        inbox.submit(sequence);
        inbox.receive(scheduler::add, _ -> {});
        return sequence;
    }

    static Step step() {
        return new Step(new StepBatch(10, 4, 8, 4));
    }

    Step plan() {
        var step = step();
        scheduler.plan(step);
        return step;
    }

    Step launch() {
        var step = plan();
        scheduler.launched(step);
        return step;
    }

    /// Computes a step; every row that ends its sequence gives token 1.
    List<Slice> run() {
        var step = launch();
        land(step);
        return step.slices();
    }

    void land(Step step) {
        step.slices().forEach(slice -> scheduler.computed(slice.sequence()));
        for (var row = 0; row < step.slices().size(); row++) {
            if (step.batch().wantsLogits(row)) {
                var sampled = new Sampled(1, Optional.empty());
                step.slices().get(row).sequence().accept(sampled, 0, outbox);
            }
        }
    }

    static List<Integer> counts(List<Slice> step) {
        return step.stream().map(Slice::count).toList();
    }
}
