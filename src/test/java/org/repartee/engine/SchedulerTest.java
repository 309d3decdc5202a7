package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.engine.kv.KvCache;
import org.repartee.engine.sampling.Sampled;
import org.repartee.runtime.StepBatch;

/// Steps of up to 4 sequences and 10 tokens, on 8 blocks of 4 tokens.
class SchedulerTest {

    private final EngineLimits limits = new EngineLimits(4, 10, 100, 100, 1_000);
    private final Inbox inbox = new Inbox(limits);
    private final Counters counters = new Counters();
    private final KvCache cache = new KvCache(8, 4, (_, _) -> {});
    private final Outbox outbox = new Outbox();
    private final Scheduler scheduler = new Scheduler(limits, cache, inbox, outbox, counters);

    @AfterEach
    void integrity() {
        cache.checkIntegrity();
    }

    private Sequence submit(int promptLength) {
        var prompt = Answers.prompt(counters.hashCode() + promptLength, promptLength);
        var sequence = new Sequence(Answers.greedy(prompt, 50), 97, _ -> {});
        inbox.submit(sequence);
        inbox.receive(scheduler::add, _ -> {});
        return sequence;
    }

    private static Step step() {
        return new Step(new StepBatch(10, 4, 8, 4));
    }

    private List<Slice> plan() {
        var step = step();
        scheduler.plan(step);
        return List.copyOf(step.slices());
    }

    /// Computes a step; every row that ends its sequence gives token 1.
    private List<Slice> run() {
        var step = step();
        scheduler.plan(step);
        step.launched();
        land(step);
        return List.copyOf(step.slices());
    }

    private void land(Step step) {
        step.slices().forEach(slice -> scheduler.computed(slice.sequence()));
        for (var row = 0; row < step.slices().size(); row++) {
            if (step.batch().wantsLogits(row)) {
                var sampled = new Sampled(1, Optional.empty());
                step.slices().get(row).sequence().accept(sampled, 0, outbox);
            }
        }
    }

    private static List<Integer> counts(List<Slice> step) {
        return step.stream().map(Slice::count).toList();
    }

    @Test
    void runningSequencesComeBeforeNewPrompts() {
        submit(1);
        run();
        submit(20);
        assertThat(counts(run())).containsExactly(1, 9);
    }

    @Test
    void aLongPromptIsComputedInChunksBesideARunningStream() {
        submit(1);
        run();
        submit(20);
        var steps = new ArrayList<List<Integer>>();
        for (var i = 0; i < 4; i++) {
            steps.add(counts(run()));
        }
        assertThat(steps)
                .containsExactly(List.of(1, 9), List.of(1, 9), List.of(1, 2), List.of(1, 1));
    }

    @Test
    void aChunkMayEndOnAnyToken() {
        var sequence = submit(13);
        assertThat(run()).containsExactly(new Slice(sequence, 0, 10));
        assertThat(run()).containsExactly(new Slice(sequence, 10, 3));
        assertThat(sequence.length()).isEqualTo(14);
    }

    @Test
    void onlyASliceThatEndsAtTheLastTokenIsSampled() {
        submit(13);
        assertThat(plan()).extracting(Slice::reachesEnd).containsExactly(false);
    }

    @Test
    void promptsShareAStepInTheOrderOfTheirArrival() {
        submit(4);
        submit(3);
        submit(5);
        assertThat(counts(run())).containsExactly(4, 3, 3);
    }

    @Test
    void noMoreSequencesRunThanTheLimit() {
        for (var i = 1; i <= 6; i++) {
            submit(1 + i % 2);
        }
        assertThat(run()).hasSize(4);
        assertThat(scheduler.running()).isEqualTo(4);
        assertThat(inbox.waiting()).isEqualTo(new Inbox.Waiting(2, 3));
    }

    @Test
    void nobodyOvertakesAPromptThatWaitsForBlocks() {
        submit(20);
        var big = submit(21);
        submit(2);
        assertThat(counts(run())).containsExactly(10);
        assertThat(counts(run())).containsExactly(10);
        assertThat(counts(run())).containsExactly(1);
        assertThat(big.wasScheduled()).isFalse();
    }

    @Test
    void whenBlocksRunOutTheLatestArrivalIsPreempted() {
        var first = submit(11);
        var second = submit(12);
        run(); // 10
        run(); // 1 + 9
        run(); // 1 + 3
        for (var i = 0; second.table().isPresent() && i < 30; i++) {
            run();
        }
        assertThat(counters.preemptions).isEqualTo(1);
        assertThat(first.table()).isPresent();
        assertThat(second.computed()).isZero();
        assertThat(inbox.waiting()).isEqualTo(new Inbox.Waiting(1, second.length()));
    }

    @Test
    void aPreemptedSequenceIsRecomputedWithWhatItHadGenerated() {
        var first = submit(11);
        var second = submit(12);
        while (counters.preemptions == 0) {
            run();
        }
        var known = second.length();
        scheduler.remove(first);
        first.finish(FinishReason.CANCELLED, outbox);
        var step = run();
        assertThat(step).hasSize(1);
        assertThat(step.getFirst().from() + step.getFirst().count()).isEqualTo(known);
        assertThat(second.length()).isEqualTo(known + 1);
    }

    @Test
    void forcedTokensAreComputedTogether() {
        var request = Answers.guided(new int[] {1, 2}, 20, _ -> new int[] {7, 8, 9});
        var sequence = new Sequence(request, 97, _ -> {});
        inbox.submit(sequence);
        inbox.receive(scheduler::add, _ -> {});
        run();
        assertThat(run()).containsExactly(new Slice(sequence, 2, 4));
    }
}
