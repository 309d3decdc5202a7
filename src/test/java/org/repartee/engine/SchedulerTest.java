package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.ScheduledSteps.counts;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Steps of up to 4 sequences and 10 tokens, on 8 blocks of 4 tokens.
class SchedulerTest {

    private final ScheduledSteps steps = new ScheduledSteps();

    @AfterEach
    void integrity() {
        steps.cache.checkIntegrity();
    }

    @Test
    void runningSequencesComeBeforeNewPrompts() {
        steps.submit(1);
        steps.run();
        steps.submit(20);
        assertThat(counts(steps.run())).containsExactly(1, 9);
    }

    @Test
    void aLongPromptIsComputedInChunksBesideARunningStream() {
        steps.submit(1);
        steps.run();
        steps.submit(20);
        var chunks = new ArrayList<List<Integer>>();
        for (var i = 0; i < 4; i++) {
            chunks.add(counts(steps.run()));
        }
        assertThat(chunks)
                .containsExactly(List.of(1, 9), List.of(1, 9), List.of(1, 2), List.of(1, 1));
    }

    @Test
    void aChunkMayEndOnAnyToken() {
        var sequence = steps.submit(13);
        assertThat(steps.run()).containsExactly(new Slice(sequence, 0, 10));
        assertThat(steps.run()).containsExactly(new Slice(sequence, 10, 3));
        assertThat(sequence.length()).isEqualTo(14);
    }

    @Test
    void onlyASliceThatEndsAtTheLastTokenIsSampled() {
        steps.submit(13);
        assertThat(steps.plan().slices()).extracting(Slice::reachesEnd).containsExactly(false);
    }

    @Test
    void promptsShareAStepInTheOrderOfTheirArrival() {
        steps.submit(4);
        steps.submit(3);
        steps.submit(5);
        assertThat(counts(steps.run())).containsExactly(4, 3, 3);
    }

    @Test
    void noMoreSequencesRunThanTheLimit() {
        for (var i = 1; i <= 6; i++) {
            steps.submit(1 + i % 2);
        }
        assertThat(steps.run()).hasSize(4);
        assertThat(steps.scheduler.running()).isEqualTo(4);
        assertThat(steps.inbox.waiting()).isEqualTo(new Inbox.Waiting(2, 3));
    }

    @Test
    void nobodyOvertakesAPromptThatWaitsForBlocks() {
        steps.submit(20);
        var big = steps.submit(21);
        steps.submit(2);
        assertThat(counts(steps.run())).containsExactly(10);
        assertThat(counts(steps.run())).containsExactly(10);
        assertThat(counts(steps.run())).containsExactly(1);
        assertThat(big.wasScheduled()).isFalse();
    }

    @Test
    void whenBlocksRunOutTheLatestArrivalIsPreempted() {
        var first = steps.submit(11);
        var second = steps.submit(12);
        steps.run(); // 10
        steps.run(); // 1 + 9
        steps.run(); // 1 + 3
        for (var i = 0; second.table().isPresent() && i < 30; i++) {
            steps.run();
        }
        assertThat(steps.counters.preemptions).isEqualTo(1);
        assertThat(first.table()).isPresent();
        assertThat(second.computed()).isZero();
        assertThat(steps.inbox.waiting()).isEqualTo(new Inbox.Waiting(1, second.length()));
    }

    @Test
    void aPreemptedSequenceIsRecomputedWithWhatItHadGenerated() {
        var first = steps.submit(11);
        var second = steps.submit(12);
        while (steps.counters.preemptions == 0) {
            steps.run();
        }
        var known = second.length();
        steps.scheduler.remove(first);
        first.finish(FinishReason.CANCELLED, steps.outbox);
        var step = steps.run();
        assertThat(step).hasSize(1);
        assertThat(step.getFirst().from() + step.getFirst().count()).isEqualTo(known);
        assertThat(second.length()).isEqualTo(known + 1);
    }

    @Test
    void besideAnswersPromptsAreComputedInSmallerChunks() {
        var small = new ScheduledSteps(new EngineLimits(4, 10, 6, 100, 100, 1_000));
        small.submit(1);
        small.submit(20);
        var chunks = new ArrayList<List<Integer>>();
        for (var i = 0; i < 4; i++) {
            chunks.add(counts(small.run()));
        }
        assertThat(chunks)
                .containsExactly(List.of(1, 5), List.of(1, 5), List.of(1, 5), List.of(1, 5));
    }

    @Test
    void aPromptAloneIsComputedInLargeChunks() {
        var small = new ScheduledSteps(new EngineLimits(4, 10, 6, 100, 100, 1_000));
        small.submit(13);
        assertThat(counts(small.run())).containsExactly(10);
        small.submit(9);
        assertThat(counts(small.run())).containsExactly(3, 7);
        assertThat(counts(small.run())).containsExactly(1, 2);
    }

    @Test
    void aStepOfAnswersAloneIsOneTokenPerSequence() {
        steps.submit(4);
        steps.submit(3);
        steps.run();
        var step = steps.plan();
        assertThat(counts(step.slices())).containsExactly(1, 1);
        assertThat(step.batch().tokens()).isEqualTo(step.batch().sequences());
    }

    @Test
    void forcedTokensAreComputedTogether() {
        var sequence = steps.submit(Answers.guided(new int[] {1, 2}, 20, _ -> new int[] {7, 8, 9}));
        steps.run();
        assertThat(steps.run()).containsExactly(new Slice(sequence, 2, 4));
    }
}
