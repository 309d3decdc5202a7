package org.repartee.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.repartee.runtime.Logits;

class SamplerTest {

    private static final int[] PROMPT = {0, 3};

    private static Logits row(float... values) {
        return new Logits(FloatBuffer.wrap(values), 1, values.length);
    }

    private static Sampling random(float temperature, float topP, int topK, long seed) {
        return new Sampling(temperature, topP, topK, OptionalLong.of(seed), 0, 0, 1, Map.of());
    }

    private static Sampling penalties(float presence, float frequency, float repetition) {
        return new Sampling(
                0, 1, 0, OptionalLong.empty(), presence, frequency, repetition, Map.of());
    }

    private static SamplingState state(Sampling sampling) {
        return new SamplingState(sampling, PROMPT, 0, Set.of(), OptionalInt.empty());
    }

    private static int choose(SamplingState state, float... logits) {
        return new Sampler(logits.length).sample(row(logits), 0, state).token();
    }

    @Test
    void greedyTakesTheLowestIdAmongEquals() {
        assertThat(choose(state(Sampling.greedy()), 1, 5, 5, 2)).isEqualTo(1);
        var biased = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of(3, 3f, 0, -1f));
        assertThat(choose(state(biased), 1, 5, 5, 2)).isEqualTo(1);
    }

    @Test
    void logitBiasForcesAndForbids() {
        var forced = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of(0, 100f));
        assertThat(choose(state(forced), -40, 30, 2)).isZero();
        var forbidden = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of(1, -100f));
        assertThat(choose(state(forbidden), -40, 30, 2)).isEqualTo(2);
    }

    @Test
    void frequencyPenaltyGrowsWithEveryGenerationButIgnoresThePrompt() {
        var state = state(penalties(0, 1, 1));
        assertThat(choose(state, 5, 4.5f, 0, 4)).isZero();
        state.accept(0);
        assertThat(choose(state, 5, 4.5f, 0, 4)).isEqualTo(1);
        state.accept(1);
        assertThat(choose(state, 5, 4.5f, 0, 4)).isZero();
        state.accept(0);
        assertThat(choose(state, 5, 4.5f, 0, 4)).isEqualTo(3);
    }

    @Test
    void presencePenaltyCountsOnce() {
        var state = state(penalties(1, 0, 1));
        state.accept(0);
        state.accept(0);
        state.accept(0);
        assertThat(choose(state, 5, 3.9f, 0, 0)).isZero();
        assertThat(choose(state, 5, 4.1f, 0, 0)).isEqualTo(1);
    }

    @Test
    void repetitionPenaltyDividesPositiveAndMultipliesNegativeLogitsOfThePromptToo() {
        var state = state(penalties(0, 0, 2));
        assertThat(choose(state, 5, 2.4f, 1, 5)).isZero();
        assertThat(choose(state, 5, 2.6f, 1, 5)).isEqualTo(1);
        assertThat(choose(state, -1, -1.9f, -9, -9)).isEqualTo(1);
        state.accept(1);
        assertThat(choose(state, -1, -1.9f, -9, -9)).isZero();
    }

    @Test
    void manyTokensAreCountedRight() {
        var state = state(penalties(0, 0.001f, 1));
        var logits = new float[5_000];
        for (var id = 0; id < logits.length; id++) {
            state.accept(id * 7 % logits.length);
        }
        state.accept(4_999);
        logits[4_999] = 0.0005f;
        assertThat(choose(state, logits)).isZero();
        logits[4_999] = 0.0015f;
        assertThat(choose(state, logits)).isEqualTo(4_999);
    }

    @Test
    void stopIdsAreNotChosenBeforeTheMinimum() {
        var state = new SamplingState(Sampling.greedy(), PROMPT, 2, Set.of(1), OptionalInt.empty());
        assertThat(choose(state, 0, 9, 3)).isEqualTo(2);
        state.accept(2);
        assertThat(choose(state, 0, 9, 3)).isEqualTo(2);
        state.accept(2);
        assertThat(choose(state, 0, 9, 3)).isEqualTo(1);
        assertThat(state.stops(1)).isTrue();
        assertThat(state.stops(2)).isFalse();
    }

    @Test
    void drawsFollowTheDistribution() {
        float[] logits = {1, 0.5f, 0, -1, 2, -3, 0.25f, 1.5f};
        // Temperature 0.7, top-k 5, top-p 0.9: ids 4, 7, 0, 1 remain of 4, 7, 0, 1, 6.
        double[] expected = softmax(logits, 0.7, 4, 7, 0, 1);
        var counts = new int[logits.length];
        var draws = 40_000;
        var sampler = new Sampler(logits.length);
        var state = state(random(0.7f, 0.9f, 5, 42));
        for (var i = 0; i < draws; i++) {
            var token = sampler.sample(row(logits), 0, state).token();
            counts[token]++;
            state.accept(token);
        }
        var chiSquare = 0.0;
        for (var id = 0; id < logits.length; id++) {
            if (expected[id] == 0) {
                assertThat(counts[id]).as("token %d", id).isZero();
            } else {
                var difference = counts[id] - draws * expected[id];
                chiSquare += difference * difference / (draws * expected[id]);
            }
        }
        // 99.9 % of three degrees of freedom.
        assertThat(chiSquare).isLessThan(16.27);
    }

    private static double[] softmax(float[] logits, double temperature, int... kept) {
        var shares = new double[logits.length];
        var sum = 0.0;
        for (var id : kept) {
            shares[id] = Math.exp(logits[id] / temperature);
            sum += shares[id];
        }
        for (var id : kept) {
            shares[id] /= sum;
        }
        return shares;
    }

    @Test
    void theSeedAndThePositionAloneDecide() {
        float[] flat = new float[1_000];
        var one = state(random(1, 1, 0, 7));
        var other = state(random(1, 1, 0, 7));
        other.accept(0);
        var first = choose(one, flat);
        assertThat(choose(one, flat)).isEqualTo(first);
        one.accept(first);
        assertThat(choose(one, flat)).isEqualTo(choose(other, flat)).isNotEqualTo(first);
        assertThat(choose(state(random(1, 1, 0, 8)), flat)).isNotEqualTo(first);
    }

    @Test
    void withoutASeedRequestsDiffer() {
        float[] flat = new float[100_000];
        var sampling = new Sampling(1, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of());
        assertThat(choose(state(sampling), flat)).isNotEqualTo(choose(state(sampling), flat));
    }

    @Test
    void theSmallestTemperatureIsGreedy() {
        assertThat(choose(state(random(Float.MIN_VALUE, 1, 0, 1)), 1, 3, 2)).isEqualTo(1);
    }

    @Test
    void logProbabilitiesAreThoseOfTheRawDistribution() {
        float[] logits = {1, 4, 2, 3};
        var sampling = new Sampling(0.1f, 1, 1, OptionalLong.of(1), 0, 0, 1, Map.of(0, 100f));
        var state = new SamplingState(sampling, PROMPT, 0, Set.of(), OptionalInt.of(3));
        var sampled = new Sampler(4).sample(row(logits), 0, state);
        var all = softmax(logits, 1, 0, 1, 2, 3);
        var logprobs = sampled.logprobs().orElseThrow();
        assertThat(logprobs.chosen().token()).isZero();
        assertThat(logprobs.chosen().logprob()).isEqualTo((float) Math.log(all[0]), within(1e-5f));
        assertThat(logprobs.top()).extracting(TokenLogprob::token).containsExactly(1, 3, 2);
        assertThat(logprobs.top().getFirst().logprob())
                .isEqualTo((float) Math.log(all[1]), within(1e-5f));
    }

    @Test
    void noTopLogprobsMeansTheChosenOneAlone() {
        var state = new SamplingState(Sampling.greedy(), PROMPT, 0, Set.of(), OptionalInt.of(0));
        var logprobs = new Sampler(2).sample(row(0, 0), 0, state).logprobs().orElseThrow();
        assertThat(logprobs.top()).isEmpty();
        assertThat(logprobs.chosen().logprob()).isEqualTo((float) -Math.log(2), within(1e-6f));
    }

    @Test
    void brokenLogitsAreNotSampledFrom() {
        var nan = Float.NaN;
        var low = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> choose(state(random(1, 1, 0, 1)), nan, 1, 2))
                .hasMessage("the model gave logits that are not numbers");
        assertThatThrownBy(() -> choose(state(random(1, 1, 0, 1)), low, low))
                .hasMessageContaining("no token can be chosen");
        assertThatThrownBy(() -> choose(state(random(1, 1, 0, 1)), Float.POSITIVE_INFINITY, 1))
                .hasMessageContaining("no token can be chosen");
    }
}
