package org.repartee.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Cutting without order against cutting a sorted list.
class WeightsTest {

    private static final int VOCABULARY = 403;

    @Test
    void theFastExponentialIsExactEnough() {
        for (var x = 0f; x > -80; x -= 0.0037f) {
            var relative = Weights.exp(x) / Math.exp(x) - 1;
            assertThat(relative).as("e^%s", x).isBetween(-2e-7, 2e-7);
        }
        assertThat(Weights.exp(0)).isEqualTo(1);
        assertThat(Weights.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Weights.exp(Float.NaN)).isNaN();
    }

    @Test
    void topKAndTopPKeepWhatASortedListKeeps() {
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++) {
            var logits = logits(random);
            var k = 1 + random.nextInt(random.nextBoolean() ? 5 : VOCABULARY);
            var p = round % 5 == 0 ? 1 : random.nextFloat() * 0.999f + 0.001f;
            var weights = new Weights(VOCABULARY);
            weights.set(logits, max(logits), 0.3f + random.nextFloat());
            var all = weights.values().clone();
            weights.cutToCount(k);
            weights.cutToMass(p);
            assertThat(kept(weights.values()))
                    .as("round %d, k %d, p %s", round, k, p)
                    .isEqualTo(reference(all, k, p));
        }
    }

    /// Every other vocabulary has many ties.
    private static float[] logits(Random random) {
        var logits = new float[VOCABULARY];
        var grain = random.nextBoolean() ? 1f : 1e-4f;
        for (var i = 0; i < VOCABULARY; i++) {
            logits[i] = Math.round(random.nextGaussian() * 4 / grain) * grain;
        }
        return logits;
    }

    private static int[] reference(float[] weights, int k, float p) {
        var order =
                IntStream.range(0, weights.length)
                        .boxed()
                        .filter(id -> weights[id] > 0)
                        .sorted(Comparator.comparing(id -> -weights[id]))
                        .limit(k)
                        .toList();
        var target = p * order.stream().mapToDouble(id -> weights[id]).sum();
        var sum = 0.0;
        var count = 0;
        while (count < order.size() && (p == 1 || sum < target)) {
            sum += weights[order.get(count++)];
        }
        return order.stream().limit(count).mapToInt(id -> id).sorted().toArray();
    }

    private static int[] kept(float[] weights) {
        return IntStream.range(0, weights.length).filter(id -> weights[id] > 0).toArray();
    }

    private static float max(float[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1];
    }

    @Test
    void drawingCountsThroughTheHeadAndThenById() {
        var logits = new float[70];
        Arrays.fill(logits, 0, 66, 0);
        Arrays.fill(logits, 66, 70, (float) Math.log(16));
        // 4 tokens of weight 1 come first, then 66 of weight 1/16: 60 in the head, 6 behind it.
        assertThat(draw(logits, 0.0001)).isEqualTo(66);
        assertThat(draw(logits, 0.9999 / 8.125)).isEqualTo(66);
        assertThat(draw(logits, 1.0001 / 8.125)).isEqualTo(67);
        assertThat(draw(logits, 3.9999 / 8.125)).isEqualTo(69);
        assertThat(draw(logits, 4.0001 / 8.125)).isZero();
        assertThat(draw(logits, 7.7499 / 8.125)).isEqualTo(59);
        assertThat(draw(logits, 7.7501 / 8.125)).isEqualTo(60);
        assertThat(draw(logits, 0.9999)).isEqualTo(65);
    }

    private static int draw(float[] logits, double u) {
        var head = new Head();
        head.take(logits, Head.SIZE);
        var weights = new Weights(logits.length);
        weights.set(logits, head.logit(0), 1);
        return weights.draw(u, head);
    }

    @Test
    void aFlatVocabularyIsCutAtTheLowestIds() {
        var weights = new Weights(10);
        weights.set(new float[10], 0, 1);
        weights.cutToMass(0.35f);
        assertThat(kept(weights.values())).containsExactly(0, 1, 2, 3);
        weights.cutToCount(2);
        assertThat(kept(weights.values())).containsExactly(0, 1);
    }
}
