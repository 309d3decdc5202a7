package org.repartee.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Sampling from a row's largest logits against sampling from the whole row.
class CandidatesTest {

    private static final int VOCABULARY = 1_000;
    private static final long SEED = 64;

    private final Random random = new Random(SEED);
    private final Sampler fromAll = new Sampler(VOCABULARY);
    private final Sampler fromFew = new Sampler(VOCABULARY);

    private static final Sampling GREEDY = sampling(0, 1, 0, 1);

    private static Sampling sampling(float temperature, float topP, int topK, long seed) {
        return new Sampling(temperature, topP, topK, OptionalLong.of(seed), 0, 0, 1, Map.of());
    }

    private static SamplingState state(Sampling sampling, OptionalInt topLogprobs) {
        return new SamplingState(sampling, new int[] {1}, 0, Set.of(), topLogprobs);
    }

    private static SamplingState state(Sampling sampling) {
        return state(sampling, OptionalInt.empty());
    }

    private Sampling anySampling() {
        float[] temperatures = {0, Float.MIN_VALUE, 1e-3f, 0.1f, 0.7f, 1, 1.3f, 2};
        return sampling(
                temperatures[random.nextInt(temperatures.length)],
                random.nextBoolean() ? 1 : 1 - 0.999f * random.nextFloat() * random.nextFloat(),
                random.nextBoolean() ? 0 : random.nextInt(random.nextBoolean() ? 40 : 1_500),
                random.nextLong());
    }

    @Test
    void theTokenIsThatOfTheWholeRow() {
        for (var i = 0; i < 10_000; i++) {
            var sampling = anySampling();
            var row = DeviceRow.random(random, VOCABULARY, 0.5 + 5 * random.nextDouble());
            var count = random.nextInt(10) == 0 ? 1 + random.nextInt(100) : 64;
            var candidates = row.candidates(count, state(sampling).temperature());
            var expected = fromAll.sample(row.whole(), 0, state(sampling));
            assertThat(fromFew.sample(candidates, 0, state(sampling)))
                    .as("seed %d, row %d, %d candidates, %s", SEED, i, count, sampling)
                    .isEqualTo(expected);
        }
        assertThat(fromAll.fullRows()).isZero();
        assertThat(fromFew.fullRows()).isBetween(1_000L, 4_000L);
    }

    /// Likely ones and unlikely ones, of which the device shows the likely.
    @Test
    void stopIdsThatMustNotComeYetNeedNoWholeRow() {
        for (var i = 0; i < 10_000; i++) {
            var sampling = anySampling();
            var row = DeviceRow.random(random, VOCABULARY, 0.5 + 5 * random.nextDouble());
            var largest = fromAll.sample(row.whole(), 0, state(GREEDY)).token();
            var stopIds = Set.of(largest, (largest + 500) % VOCABULARY, (largest + 7) % VOCABULARY);
            var candidates = row.candidates(64, state(sampling).temperature());
            var expected = fromAll.sample(row.whole(), 0, masking(sampling, stopIds));
            assertThat(stopIds).doesNotContain(expected.token());
            assertThat(fromFew.sample(candidates, 0, masking(sampling, stopIds)))
                    .as("seed %d, row %d, %s", SEED, i, sampling)
                    .isEqualTo(expected);
        }
        assertThat(fromFew.fullRows()).isBetween(500L, 5_000L);
    }

    @Test
    void greedyWithMaskedStopIdsNeverFetchesARow() {
        for (var i = 0; i < 1_000; i++) {
            var row = DeviceRow.random(random, VOCABULARY, 2);
            var largest = fromAll.sample(row.whole(), 0, state(GREEDY)).token();
            fromFew.sample(row.candidates(64, 1), 0, masking(GREEDY, Set.of(largest, 3)));
        }
        assertThat(fromFew.fullRows()).isZero();
    }

    private static SamplingState masking(Sampling sampling, Set<Integer> stopIds) {
        return new SamplingState(sampling, new int[] {1}, 5, stopIds, OptionalInt.empty());
    }

    @Test
    void onlyADrawBeyondTheCandidatesFetchesTheRow() {
        var beyond = 0;
        for (var i = 0; i < 10_000; i++) {
            var sampling = sampling(1, 1, 0, random.nextLong());
            var row = DeviceRow.random(random, VOCABULARY, 2);
            fromFew.sample(row.candidates(64, 1), 0, state(sampling));
            beyond += state(sampling).uniform() > shareOfCandidates(row) ? 1 : 0;
        }
        assertThat(beyond).isBetween(2_000, 8_000);
        // A draw on the very border of two tokens, closer than float32 tells, fetches it as well.
        assertThat(fromFew.fullRows() - beyond).isBetween(0L, 20L);
    }

    /// Of those that differ from the last, whose likes may have remained behind.
    private static double shareOfCandidates(DeviceRow row) {
        var sorted = row.logits().clone();
        Arrays.sort(sorted);
        var last = sorted[VOCABULARY - 64];
        var known = 0.0;
        var all = 0.0;
        for (var logit : row.logits()) {
            known += logit > last ? Math.exp(logit) : 0;
            all += Math.exp(logit);
        }
        return known / all;
    }

    @Test
    void aTopKOrATopPWithinTheCandidatesFetchesNoRow() {
        for (var i = 0; i < 5_000; i++) {
            var row = DeviceRow.random(random, VOCABULARY, 2);
            var temperature = 0.5f + random.nextFloat();
            var topK = sampling(temperature, 0.95f, 1 + random.nextInt(40), random.nextLong());
            fromFew.sample(row.candidates(64, temperature), 0, state(topK));
            var topP = sampling(0.5f, 0.3f, 0, random.nextLong());
            fromFew.sample(row.candidates(64, 0.5f), 0, state(topP));
        }
        assertThat(fromFew.fullRows()).isZero();
    }

    @Test
    void aTopKBeyondTheCandidatesFetchesTheRow() {
        var row = DeviceRow.random(random, VOCABULARY, 2);
        fromFew.sample(row.candidates(64, 1), 0, state(sampling(1, 1, 65, 1)));
        assertThat(fromFew.fullRows()).isEqualTo(1);
    }

    @Test
    void whateverChangesLogitsFetchesTheRow() {
        var row = DeviceRow.random(random, VOCABULARY, 5).candidates(64, 1);
        var biased = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of(7, 100f));
        assertThat(fromFew.sample(row, 0, state(biased)).token()).isEqualTo(7);
        var repeated = new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 2, Map.of());
        fromFew.sample(row, 0, state(repeated));
        var best = row.argmax(0);
        var masked =
                new SamplingState(
                        Sampling.greedy(), new int[] {1}, 1, Set.of(best), OptionalInt.empty());
        assertThat(fromFew.sample(row, 0, masked).token()).isNotEqualTo(best);
        assertThat(fromFew.fullRows()).isEqualTo(2);
        masked.accept(1);
        assertThat(fromFew.sample(row, 0, masked).token()).isEqualTo(best);
        assertThat(fromFew.fullRows()).isEqualTo(2);
    }

    @Test
    void drawsFollowTheWholeDistribution() {
        var vocabulary = 200;
        var row = DeviceRow.random(random, vocabulary, 1);
        var candidates = row.candidates(64, 1);
        var sampler = new Sampler(vocabulary);
        var state = state(sampling(1, 1, 0, 42));
        var counts = new int[vocabulary];
        var draws = 100_000;
        for (var i = 0; i < draws; i++) {
            var token = sampler.sample(candidates, 0, state).token();
            counts[token]++;
            state.accept(token);
        }
        var sum = 0.0;
        for (var logit : row.logits()) {
            sum += Math.exp(logit);
        }
        var chiSquare = 0.0;
        for (var id = 0; id < vocabulary; id++) {
            var expected = draws * Math.exp(row.logits()[id]) / sum;
            chiSquare += (counts[id] - expected) * (counts[id] - expected) / expected;
        }
        // 99.9 % of 199 degrees of freedom.
        assertThat(chiSquare).isLessThan(266.4);
        assertThat(sampler.fullRows()).isBetween(10_000L, 40_000L);
    }

    @Test
    void logProbabilitiesComeFromTheCandidates() {
        for (var i = 0; i < 1_000; i++) {
            var wanted = OptionalInt.of(random.nextInt(21));
            var sampling = sampling(random.nextInt(3), 1, 30, random.nextLong());
            var row = DeviceRow.random(random, VOCABULARY, 3);
            var candidates = row.candidates(64, state(sampling).temperature());
            var few = fromFew.sample(candidates, 0, state(sampling, wanted));
            var all = fromAll.sample(row.whole(), 0, state(sampling, wanted));
            assertThat(few.token()).isEqualTo(all.token());
            var logprobs = few.logprobs().orElseThrow();
            var expected = all.logprobs().orElseThrow();
            assertThat(logprobs.chosen().logprob())
                    .isEqualTo(expected.chosen().logprob(), within(1e-4f));
            assertThat(logprobs.top()).hasSize(wanted.getAsInt());
            for (var rank = 0; rank < wanted.getAsInt(); rank++) {
                var one = logprobs.top().get(rank);
                assertThat(one.token()).isEqualTo(expected.top().get(rank).token());
                assertThat(one.logprob())
                        .isEqualTo(expected.top().get(rank).logprob(), within(1e-4f));
            }
        }
        assertThat(fromFew.fullRows()).isZero();
    }

    @Test
    void ifAllCandidatesAreAlikeTheLowestIdMayHaveRemainedBehind() {
        var flat = new DeviceRow(new float[VOCABULARY]);
        var candidates = flat.candidates(64, 1);
        assertThat(candidates.argmax(0)).isEqualTo(VOCABULARY - 64);
        assertThat(fromFew.sample(candidates, 0, state(Sampling.greedy())).token()).isZero();
        assertThat(fromFew.fullRows()).isEqualTo(1);
    }

    @Test
    void aVocabularyOfCandidatesNeedsNoOtherRow() {
        var row = DeviceRow.random(random, 50, 1);
        var whole = new Sampler(50);
        var few = new Sampler(50);
        for (var i = 0; i < 1_000; i++) {
            var sampling = anySampling();
            var candidates = row.candidates(50, state(sampling).temperature());
            assertThat(few.sample(candidates, 0, state(sampling)))
                    .isEqualTo(whole.sample(row.whole(), 0, state(sampling)));
        }
        assertThat(few.fullRows()).isZero();
    }
}
