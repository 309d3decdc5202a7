package org.repartee.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.repartee.bench.engine.NotingModel.Slice;
import org.repartee.bench.engine.NotingModel.Step;

class StepBenchTest {

    private static final List<Part> ALL = List.of(Part.values());
    private static final Plan.Mixed MIXED = new Plan.Mixed(2, 4, 20, 40, 5);

    @Test
    void aPrefillIsComputedInChunksAgainAndAgain() {
        var model = new NotingModel(100);
        var rows = prefills(model, plan(List.of(1), List.of(8), List.of(100)));
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().what()).isEqualTo("prefill, 100 tokens");
        assertThat(rows.getFirst().note()).isEqualTo("in 3 chunks");
        assertThat(rows.getFirst().millis().count()).isEqualTo(5);
        // two to warm up, five measured, of three chunks each
        assertThat(model.steps()).hasSize(7 * 3);
        assertThat(model.steps().subList(0, 3).stream().map(step -> tokens(step).size()))
                .containsExactly(40, 40, 20);
        assertThat(model.steps().subList(0, 3).stream().map(step -> step.rows().getFirst().past()))
                .containsExactly(0, 40, 80);
        assertThat(tokens(model.steps().get(0))).isNotEqualTo(tokens(model.steps().get(3)));
    }

    @Test
    void theRateOfAPrefillIsItsTokensInItsMedian() {
        var plan = plan(List.of(1), List.of(8), List.of(30));
        var measured = prefills(new NotingModel(100), plan).getFirst();
        assertThat(measured.tokensPerSecond().orElseThrow())
                .isEqualTo(30 / measured.millis().median() * 1000);
    }

    @Test
    void sequencesThatDecodeHaveTheirContextInBlocksOfTheirOwn() {
        var model = new NotingModel(1000);
        var rows = decodes(model, plan(List.of(1, 3), List.of(20), List.of(8)));
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly("decode, batch 1, context 20", "decode, batch 3, context 20");
        assertThat(rows).allMatch(row -> row.millis().count() == 10);
        // three contexts of 20 tokens, then batches of 1 and 3 for 8 + 10 steps
        assertThat(model.steps()).hasSize(3 + 18 + 18);
        var last = model.steps().getLast();
        assertThat(last.rows()).hasSize(3).allMatch(row -> row.past() == 20 + 17);
        var blocks = new HashSet<Integer>();
        last.rows().forEach(row -> blocks.addAll(row.blocks()));
        assertThat(blocks).hasSize(3 * 5);
    }

    @Test
    void eachStepTakesTheTokensOfTheOneBefore() {
        var model = new NotingModel(1000);
        decodes(model, plan(List.of(2), List.of(20), List.of(8)));
        var steps = model.steps().subList(2, model.steps().size());
        for (var i = 1; i < steps.size(); i++) {
            for (var row = 0; row < 2; row++) {
                var before = token(steps.get(i - 1), row);
                assertThat(token(steps.get(i), row))
                        .isEqualTo((before + 1) % NotingModel.VOCABULARY);
            }
        }
        assertThat(token(steps.getFirst(), 0))
                .isEqualTo(
                        (tokens(model.steps().getFirst()).getLast() + 1) % NotingModel.VOCABULARY);
    }

    @Test
    void contextsBeyondTheSixteenthAreCopies() {
        var model = new NotingModel(1000);
        decodes(model, plan(List.of(18), List.of(20), List.of(8)));
        // 20 + 8 + 10 tokens take 5 blocks of 8
        assertThat(model.copies())
                .startsWith("0>80", "1>81", "2>82", "3>83", "4>84", "5>85")
                .hasSize(10);
        assertThat(model.steps()).hasSize(16 + 18);
    }

    @Test
    void whatDoesNotFitIsSkippedAndSaid() {
        var model = new NotingModel(9);
        var rows = decodes(model, plan(List.of(1, 2), List.of(20), List.of(200)));
        assertThat(rows.get(0).note()).isEmpty();
        assertThat(rows.get(1).millis().isEmpty()).isTrue();
        assertThat(rows.get(1).note())
                .isEqualTo("skipped: needs 10 cache blocks of 8 tokens, there are 9");
        var tooShort = plan(List.of(1), List.of(20), List.of(200)).upTo(150);
        assertThat(prefills(model, tooShort).getFirst().note())
                .isEqualTo("skipped: a sequence has at most 150 tokens");
    }

    @Test
    void gapsLieBetweenNeighbouringStamps() {
        var gaps = StepBench.gaps(new long[] {1_000_000, 3_000_000, 8_000_000});
        assertThat(gaps.count()).isEqualTo(2);
        assertThat(gaps.min()).isEqualTo(2);
        assertThat(gaps.max()).isEqualTo(5);
    }

    @Test
    void aStepHoldsATokenOfEachSequence() {
        assertThatThrownBy(() ->
                        new Plan(ALL, List.of(41), List.of(1), List.of(1), 1, 1, 40, 50, 9, MIXED))
                .hasMessage(
                        "--step-tokens must be at least 41, the most sequences of a step, got 40");
        assertThatThrownBy(() ->
                        new Plan(ALL, List.of(0), List.of(1), List.of(1), 1, 1, 40, 50, 9, MIXED))
                .hasMessage("--batches must be at least 1, got 0");
        assertThatThrownBy(() ->
                        new Plan(ALL, List.of(9), List.of(1), List.of(1), 1, 1, 40, 8, 9, MIXED))
                .hasMessage(
                        "--mixed-tokens must be at least 9, the most sequences of a step, got 8");
    }

    @Test
    void theLongestSequenceIsKnownBeforeTheModelIsLoaded() {
        assertThat(plan(List.of(1), List.of(20), List.of(8)).longest()).isEqualTo(20 + 128 + 10);
        assertThat(plan(List.of(1), List.of(20), List.of(5000)).longest()).isEqualTo(5000);
    }

    private static Plan plan(
            List<Integer> batches, List<Integer> contexts, List<Integer> prefills) {
        return new Plan(ALL, batches, contexts, prefills, 10, 5, 40, 40, 10_000, MIXED);
    }

    private static List<Row> prefills(NotingModel model, Plan plan) {
        var rows = new ArrayList<Row>();
        new StepBench(model, plan, rows::add).prefills();
        return rows;
    }

    private static List<Row> decodes(NotingModel model, Plan plan) {
        var rows = new ArrayList<Row>();
        new StepBench(model, plan, rows::add).decodes();
        return rows;
    }

    private static List<Integer> tokens(Step step) {
        return step.rows().stream().map(Slice::tokens).flatMap(List::stream).toList();
    }

    private static int token(Step step, int row) {
        return step.rows().get(row).tokens().getFirst();
    }
}
