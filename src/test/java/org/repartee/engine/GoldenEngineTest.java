package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.greedy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.engine.Answers.Answer;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.CpuModel;

/// However a step is cut, batched, cached or repeated: the tokens stay those of the reference.
class GoldenEngineTest {

    private static final int BLOCK_SIZE = 16;
    private static final List<GoldenModel.Case> CASES = GoldenModel.cases();

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();

    @AfterEach
    void noDefects() {
        assertThat(defects).isEmpty();
    }

    private Engine engine(CpuModel model, int maxNumSeqs, int maxNumBatchedTokens) {
        return new Engine(
                model,
                new EngineLimits(maxNumSeqs, maxNumBatchedTokens, 200, 100, 10_000),
                defects::add);
    }

    private static GenerationRequest request(GoldenModel.Case golden) {
        return greedy(golden.prompt(), golden.greedy().length);
    }

    private static List<Integer> tokens(GoldenModel.Case golden) {
        return Arrays.stream(golden.greedy()).boxed().toList();
    }

    private static List<Answer> allAtOnce(Engine engine, List<GenerationRequest> requests) {
        var answers = requests.stream().map(engine::submit).map(Answers::collect).toList();
        return answers.stream().map(Answers::await).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 256})
    void promptsInChunksGiveTheTokensOfTheReference(int chunk) {
        try (var model = GoldenModel.open(40, BLOCK_SIZE);
                var engine = engine(model, 1, chunk)) {
            for (var golden : CASES) {
                var answer = await(engine.submit(request(golden)));
                assertThat(answer.tokens()).isEqualTo(tokens(golden));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 300})
    void allCasesAtOnceGiveTheTokensOfTheReference(int budget) {
        try (var model = GoldenModel.open(40, BLOCK_SIZE);
                var engine = engine(model, 8, budget)) {
            var answers = allAtOnce(engine, CASES.stream().map(GoldenEngineTest::request).toList());
            for (var i = 0; i < CASES.size(); i++) {
                assertThat(answers.get(i).tokens()).isEqualTo(tokens(CASES.get(i)));
            }
            assertThat(engine.snapshot().preemptions()).isZero();
        }
    }

    @Test
    void aPrefixFromTheCacheChangesNothing() {
        try (var model = GoldenModel.open(40, BLOCK_SIZE);
                var engine = engine(model, 8, 64)) {
            for (var golden : CASES) {
                var length = golden.prompt().length;
                assertThat(await(engine.submit(request(golden))).timeline().cachedTokens())
                        .isZero();
                var again = await(engine.submit(request(golden)));
                assertThat(again.timeline().cachedTokens()).isEqualTo(length - 1);
                assertThat(again.tokens()).isEqualTo(tokens(golden));
                // Half of the answer as part of the prompt: the next turn of a chat.
                var longer = Arrays.copyOf(golden.prompt(), length + 12);
                System.arraycopy(golden.greedy(), 0, longer, length, 12);
                var next = await(engine.submit(greedy(longer, 12)));
                assertThat(next.timeline().cachedTokens()).isEqualTo(length + 11);
                assertThat(next.tokens()).isEqualTo(tokens(golden).subList(12, 24));
            }
        }
    }

    @Test
    void aPreemptionChangesNothing() {
        try (var model = GoldenModel.open(8, BLOCK_SIZE);
                var engine = engine(model, 4, 64)) {
            var cases = List.of(CASES.get(3), CASES.get(2), CASES.get(1));
            var answers = allAtOnce(engine, cases.stream().map(GoldenEngineTest::request).toList());
            var preemptions = 0;
            for (var i = 0; i < cases.size(); i++) {
                assertThat(answers.get(i).tokens()).isEqualTo(tokens(cases.get(i)));
                preemptions += answers.get(i).timeline().preemptions();
            }
            assertThat(preemptions).isPositive();
        }
    }

    @Test
    void sixteenAtOnceAnswerAsOneAtATime() {
        var longest = CASES.getLast().prompt();
        var requests =
                IntStream.rangeClosed(1, 16)
                        .mapToObj(i -> greedy(Arrays.copyOfRange(longest, i, 9 * i), 24))
                        .toList();
        List<Answer> alone;
        try (var model = GoldenModel.open(200, BLOCK_SIZE);
                var engine = engine(model, 1, 256)) {
            alone = requests.stream().map(engine::submit).map(Answers::await).toList();
        }
        try (var model = GoldenModel.open(200, BLOCK_SIZE);
                var engine = engine(model, 16, 64)) {
            var together = allAtOnce(engine, requests);
            assertThat(together)
                    .extracting(Answer::tokens)
                    .isEqualTo(alone.stream().map(Answer::tokens).toList());
        }
    }
}
