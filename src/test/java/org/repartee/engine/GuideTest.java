package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.repartee.engine.Answers.await;
import static org.repartee.engine.Answers.collect;
import static org.repartee.engine.Answers.expected;
import static org.repartee.engine.Answers.greedy;
import static org.repartee.engine.Answers.guided;
import static org.repartee.engine.Answers.prompt;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.repartee.engine.sampling.Sampling;

/// Tokens that a request's guide makes follow those that are sampled.
class GuideTest {

    private final List<RuntimeException> defects = new CopyOnWriteArrayList<>();
    private final Engine engine =
            new Engine(
                    new ScriptedModel(20, 4),
                    new EngineLimits(8, 16, 70, 100, 1_000),
                    defects::add);

    @AfterEach
    void nothingLeaks() throws InterruptedException {
        IdleEngine.await(engine);
        engine.close();
        assertThat(defects).isEmpty();
    }

    @Test
    void whatTheGuideReturnsFollowsUnsampled() {
        var asked = new CopyOnWriteArrayList<Integer>();
        var request =
                guided(
                        prompt(4, 5),
                        7,
                        token -> {
                            asked.add(token);
                            return asked.size() == 2 ? new int[] {90, 91, 92} : new int[0];
                        });
        var answer = await(engine.submit(request));
        var tokens = answer.tokens();
        assertThat(tokens).hasSize(7);
        assertThat(tokens.subList(2, 5)).containsExactly(90, 91, 92);
        // Not asked after forced tokens, nor after the last one.
        assertThat(asked).containsExactly(tokens.get(0), tokens.get(1), tokens.get(5));
        var history = IntStream.concat(IntStream.of(prompt(4, 5)), ints(tokens.subList(0, 5)));
        assertThat(tokens.get(5)).isEqualTo(expected(greedy(history.toArray(), 1)).getFirst());
        assertThat(answer.timeline().generatedTokens()).isEqualTo(7);
    }

    private static IntStream ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue);
    }

    @Test
    void forcedTokensCountAgainstTheMaximum() {
        var request = guided(prompt(4, 5), 3, _ -> new int[] {90, 91, 92});
        var answer = await(engine.submit(request));
        assertThat(answer.tokens()).hasSize(3).endsWith(90, 91);
        assertThat(answer.reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void aGuideThatThrowsFailsItsRequestOnly() {
        var broken =
                collect(
                        engine.submit(
                                guided(
                                        prompt(5, 5),
                                        5,
                                        _ -> {
                                            throw new IllegalStateException("guide");
                                        })));
        var other = greedy(prompt(6, 30), 20);
        var answer = await(engine.submit(other));
        assertThat(await(broken).cause()).hasMessage("guide");
        assertThat(answer.tokens()).isEqualTo(expected(other));
    }

    @Test
    void aGuideMustStayWithinTheVocabulary() {
        var answer = await(engine.submit(guided(prompt(5, 5), 5, _ -> new int[] {97})));
        assertThat(answer.cause()).hasMessage("guide must return token ids within [0, 97), got 97");
    }

    @Test
    void logProbabilitiesComeWithSampledTokensOnly() {
        var request =
                new GenerationRequest(
                        prompt(7, 3),
                        Sampling.greedy(),
                        0,
                        2,
                        Set.of(),
                        _ -> new int[] {1},
                        Optional.empty(),
                        OptionalInt.of(2));
        var events = await(engine.submit(request)).events();
        var sampled = (GenerationEvent.Token) events.get(0);
        var forced = (GenerationEvent.Token) events.get(1);
        var logprobs = sampled.logprobs().orElseThrow();
        assertThat(logprobs.top()).hasSize(2).first().isEqualTo(logprobs.chosen());
        assertThat(logprobs.chosen().token()).isEqualTo(sampled.id());
        assertThat(Math.exp(logprobs.chosen().logprob())).isCloseTo(0.3, within(0.3));
        assertThat(forced.logprobs()).isEmpty();
    }
}
