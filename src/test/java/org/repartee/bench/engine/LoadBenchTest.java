package org.repartee.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.repartee.bench.Setting;
import org.repartee.engine.ScriptedModel;
import org.repartee.runtime.ModelRuntime;

/// The engine itself over its scripted model.
class LoadBenchTest {

    private static final Plan PLAN =
            new Plan(
                    List.of(Part.values()),
                    List.of(1, 3),
                    List.of(24),
                    List.of(16),
                    6,
                    2,
                    64,
                    32,
                    2000,
                    new Plan.Mixed(3, 7, 20, 60, 9));

    private final ScriptedModel model = new ScriptedModel(400, 16);

    @Test
    void allSequencesDecodeTogetherWhileTheyAreMeasured() throws InterruptedException {
        var rows = rows(HinderedModel.slow(model), PLAN, LoadBench::decodes);
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly(
                        "decode through the engine, batch 1, context 24",
                        "decode through the engine, batch 3, context 24");
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.note()).isEmpty();
                    assertThat(row.millis().count()).isGreaterThanOrEqualTo(5);
                });
        assertThat(rows.get(1).tokensPerSecond().orElseThrow())
                .isEqualTo(3 / rows.get(1).millis().median() * 1000);
    }

    @Test
    void aFollowUpFindsItsPrefixInTheCache() throws InterruptedException {
        var row = rows(model, PLAN, LoadBench::followUps).getFirst();
        assertThat(row.what()).isEqualTo("follow-up, 60 new tokens after 1,200 cached");
        assertThat(row.note()).isEqualTo("1,200 tokens from the cache");
        assertThat(row.millis().count()).isEqualTo(2);
    }

    @Test
    void aMixedLoadIsWhatItsReadersSee() throws InterruptedException {
        var rows = rows(model, PLAN, LoadBench::mixed);
        var what = "mixed load, 3 users, prompts 20-60, answers 9: ";
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly(what + "TTFT", what + "between tokens", what + "output");
        assertThat(rows.get(0).millis().count()).isEqualTo(7);
        assertThat(rows.get(1).millis().count()).isEqualTo(7 * 8);
        assertThat(rows.get(2).note()).startsWith("7 requests in ").endsWith(", 0 preemptions");
    }

    @Test
    void sequencesThatDoNotFitAreSkipped() throws InterruptedException {
        var small = new ScriptedModel(4, 16);
        assertThat(rows(small, PLAN, LoadBench::decodes).get(1).note())
                .startsWith("skipped: needs ")
                .endsWith("cache blocks of 16 tokens, there are 4");
        assertThat(rows(small, PLAN, LoadBench::followUps).getFirst().note())
                .startsWith("skipped: needs ");
        assertThat(rows(model, PLAN.upTo(25), LoadBench::mixed))
                .singleElement()
                .extracting(Row::note)
                .isEqualTo("skipped: a sequence has at most 25 tokens");
    }

    @Test
    void anAnswersTimesAreDifferencesOfStamps() {
        var answer =
                new Answer(
                        10_000_000,
                        LongStream.of(20_000_000, 21_000_000, 23_000_000),
                        LongStream.of(22_000_000, 25_000_000, 30_000_000),
                        5);
        assertThat(answer.timeToFirstToken()).isEqualTo(12);
        assertThat(answer.gaps().toArray()).containsExactly(3, 5);
        assertThat(answer.tokens()).isEqualTo(3);
        assertThat(answer.sampledWithin(20_500_000, 23_000_000))
                .containsExactly(21_000_000, 23_000_000);
    }

    @Test
    void everythingTogetherIsOneTable() throws InterruptedException {
        var progress = new ArrayList<String>();
        var report = new EngineBench(model, PLAN, progress::add).run();
        assertThat(report.anyFailed()).isFalse();
        assertThat(progress).hasSize(report.rows().size());
        assertThat(progress.getFirst()).matches("prefill, 16 tokens: [0-9.]+ ms, [0-9,]+ tokens/s");
        var printed = new StringWriter();
        report.print(new PrintWriter(printed));
        assertThat(printed.toString().lines().toList())
                .hasSize(1 + report.rows().size())
                .anyMatch(line ->
                        line.matches("prefill, 16 tokens +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9,]+"))
                .anyMatch(line ->
                        line.matches(
                                "memory, cache +- +- +- +- +400 blocks of 16 tokens, 0.00 GB"));
        assertThat(json(report)).hasSize(report.rows().size());
        assertThat(json(report).getFirst().getString("what")).isEqualTo("prefill, 16 tokens");
        assertThat(json(report).getFirst().getJsonObject("ms").getInt("count")).isEqualTo(2);
    }

    @Test
    void aPartThatFailsIsToldAndTheOthersGoOn() throws InterruptedException {
        var report = new EngineBench(HinderedModel.failing(model, 16), PLAN, _ -> {}).run();
        assertThat(report.anyFailed()).isTrue();
        assertThat(report.rows().getFirst().what()).isEqualTo("prefill");
        assertThat(report.rows().getFirst().note()).isEqualTo("failed: no 16 tokens at once");
        assertThat(report.rows()).extracting(Row::what).contains("decode, batch 1, context 24");
    }

    /// Makes the rows that a part consists of.
    @FunctionalInterface
    private interface Measuring {
        void on(LoadBench bench) throws InterruptedException;
    }

    private static List<Row> rows(ModelRuntime runtime, Plan plan, Measuring part)
            throws InterruptedException {
        var rows = new ArrayList<Row>();
        part.on(new LoadBench(runtime, plan, rows::add));
        return rows;
    }

    private static List<JsonObject> json(EngineReport report) {
        return report.toJson(new Setting(new LinkedHashMap<>()))
                .getJsonArray("rows")
                .getValuesAs(JsonObject.class);
    }
}
