package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.ScheduledSteps.counts;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Prompts and answers in steps of their own: of up to 4 sequences, 10 tokens, 6 of them while
/// answers wait.
class TurnsTest {

    private final ScheduledSteps steps =
            new ScheduledSteps(new EngineLimits(4, 10, 6, 100, 100, 1_000), true);

    private List<List<Integer>> run(int count) {
        var all = new ArrayList<List<Integer>>();
        for (var i = 0; i < count; i++) {
            all.add(counts(steps.run()));
        }
        return all;
    }

    @Test
    void promptsAndAnswersTakeTurns() {
        steps.submit(1);
        steps.run();
        steps.submit(14);
        assertThat(run(6))
                .containsExactly(
                        List.of(6), List.of(1), List.of(6), List.of(1), List.of(2), List.of(1, 1));
    }

    @Test
    void aPromptAloneTakesAWholeStep() {
        steps.submit(14);
        assertThat(run(3)).containsExactly(List.of(10), List.of(4), List.of(1));
    }

    @Test
    void answersGoOnTogetherWhereNoPromptWaits() {
        steps.submit(3);
        steps.submit(4);
        assertThat(run(3)).containsExactly(List.of(3, 4), List.of(1, 1), List.of(1, 1));
    }

    @Test
    void aPromptThatArrivesInAStepOfAnswersComesNext() {
        steps.submit(2);
        steps.run();
        var inFlight = steps.launch();
        var next = steps.plan();
        var arrival = steps.submit(5);
        steps.land(inFlight);
        steps.scheduler.complete(next);
        assertThat(next.slices()).containsExactly(new Slice(arrival, 0, 5));
    }

    @Test
    void aPromptThatArrivesInAStepOfPromptsWaitsForTheAnswers() {
        steps.submit(2);
        steps.run();
        steps.run();
        steps.submit(5);
        var inFlight = steps.launch();
        var next = steps.plan();
        steps.submit(6);
        steps.land(inFlight);
        steps.scheduler.complete(next);
        assertThat(counts(next.slices())).containsExactly(1, 1);
    }

    @Test
    void aPromptThatCannotBeAdmittedStopsNoAnswer() {
        for (var i = 0; i < 4; i++) {
            steps.submit(2 + i % 2);
        }
        steps.submit(7);
        assertThat(run(4))
                .containsExactly(
                        List.of(2, 3, 2, 3),
                        List.of(1, 1, 1, 1),
                        List.of(1, 1, 1, 1),
                        List.of(1, 1, 1, 1));
    }
}
