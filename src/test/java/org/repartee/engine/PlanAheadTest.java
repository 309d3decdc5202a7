package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Planning a step while the one before is in flight.
class PlanAheadTest {

    private final ScheduledSteps steps = new ScheduledSteps();

    @AfterEach
    void integrity() {
        steps.cache.checkIntegrity();
    }

    @Test
    void whileAStepIsInFlightTheNextOneIsPlannedAsIfItWereDone() {
        var stream = steps.submit(3);
        var prompt = steps.submit(12);
        var step = steps.launch();
        assertThat(steps.plan().slices())
                .containsExactly(new Slice(stream, 3, 1), new Slice(prompt, 7, 5));
        steps.land(step);
        assertThat(steps.plan().slices())
                .containsExactly(new Slice(stream, 3, 1), new Slice(prompt, 7, 5));
    }

    @Test
    void theTokenThatWasMissingIsFilledIn() {
        steps.submit(3);
        var first = steps.launch();
        var second = steps.plan();
        assertThat(second.batch().tokenId(0)).isZero();
        steps.land(first);
        steps.scheduler.complete(second);
        assertThat(second.batch().tokenId(0)).isEqualTo(1);
        assertThat(second.batch().slot(0)).isEqualTo(first.batch().slot(2) + 1);
    }

    @Test
    void aSequenceWhoseLastTokenIsInFlightIsNotPlanned() {
        var ending = steps.submit(Answers.greedy(Answers.prompt(1, 3), 1));
        steps.launch();
        assertThat(steps.plan().slices()).isEmpty();
        assertThat(ending.endsInFlight()).isTrue();
    }

    @Test
    void nobodyIsPreemptedWhileInFlight() {
        steps.submit(11);
        steps.submit(12);
        var inFlight = steps.launch();
        var next = steps.plan();
        while (!next.isEmpty()) {
            steps.land(inFlight);
            steps.scheduler.complete(next);
            var landed = inFlight;
            inFlight = next;
            steps.scheduler.launched(inFlight);
            next = landed;
            steps.scheduler.plan(next);
        }
        // Both are in flight, and there is no block for the first one's next token.
        assertThat(inFlight.slices()).hasSize(2);
        assertThat(steps.cache.free()).isZero();
        assertThat(steps.counters.preemptions).isZero();
        steps.land(inFlight);
        steps.scheduler.complete(next);
        assertThat(next.slices()).hasSize(1);
        assertThat(steps.counters.preemptions).isEqualTo(1);
    }

    @Test
    void aPromptWaitsForWhatIsBeingComputedToShareIt() {
        var prompt = Answers.prompt(3, 9);
        var first = steps.submit(Answers.greedy(prompt, 9));
        var step = steps.launch();
        var second = steps.submit(Answers.greedy(prompt, 9));
        var next = steps.plan();
        assertThat(next.slices()).containsExactly(new Slice(first, 9, 1));
        steps.land(step);
        steps.scheduler.complete(next);
        assertThat(next.slices()).containsExactly(new Slice(first, 9, 1), new Slice(second, 8, 1));
    }

    @Test
    void aBlockGivenBackForItsTwinIsNotReadAnyMore() {
        var prompt = Answers.prompt(3, 5);
        steps.submit(Answers.greedy(prompt, 9));
        var second = steps.submit(Answers.greedy(prompt, 9));
        var step = steps.launch();
        var next = steps.plan();
        var own = second.blocks().blocks()[0];
        assertThat(next.batch().block(1, 0)).isEqualTo(own);
        steps.land(step);
        steps.scheduler.complete(next);
        assertThat(second.blocks().blocks()[0]).isNotEqualTo(own);
        assertThat(next.batch().block(1, 0)).isEqualTo(next.batch().block(0, 0)).isNotEqualTo(own);
    }

    @Test
    void aRequestThatComesLateIsAddedToTheStepThatIsPlanned() {
        var first = steps.submit(3);
        var step = steps.launch();
        var next = steps.plan();
        steps.land(step);
        var late = steps.submit(5);
        steps.scheduler.complete(next);
        assertThat(next.slices()).containsExactly(new Slice(first, 3, 1), new Slice(late, 0, 5));
    }

    @Test
    void whoEndsUnforeseenIsLeftOutOfTheNextStep() {
        var first = steps.submit(3);
        var second = steps.submit(2);
        var step = steps.launch();
        var next = steps.plan();
        assertThat(next.slices()).hasSize(2);
        steps.land(step);
        steps.scheduler.remove(first);
        first.finish(FinishReason.STOP, steps.outbox);
        steps.scheduler.complete(next);
        assertThat(next.slices()).containsExactly(new Slice(second, 2, 1));
        assertThat(next.batch().sequences()).isEqualTo(1);
    }
}
