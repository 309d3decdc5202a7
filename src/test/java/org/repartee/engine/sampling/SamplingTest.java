package org.repartee.engine.sampling;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static void refused(String message, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Sampling of(float temperature, float topP, int topK) {
        return new Sampling(temperature, topP, topK, OptionalLong.empty(), 0, 0, 1, Map.of());
    }

    private static Sampling penalties(float presence, float frequency, float repetition) {
        return new Sampling(
                1, 1, 0, OptionalLong.empty(), presence, frequency, repetition, Map.of());
    }

    private static Sampling bias(Map<Integer, Float> bias) {
        return new Sampling(1, 1, 0, OptionalLong.empty(), 0, 0, 1, bias);
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        assertThatCode(() -> of(2, 1, 0)).doesNotThrowAnyException();
        assertThatCode(() -> penalties(-2, 2, 0.1f)).doesNotThrowAnyException();
        assertThatCode(() -> bias(Map.of(0, -100f, 1, 100f))).doesNotThrowAnyException();
    }

    @Test
    void messagesNameFieldRuleAndValue() {
        refused("temperature must be within [0, 2], got 2.5", () -> of(2.5f, 1, 0));
        refused("temperature must be within [0, 2], got NaN", () -> of(Float.NaN, 1, 0));
        refused("top_p must be within (0, 1], got 0.0", () -> of(1, 0, 0));
        refused("top_p must be within (0, 1], got 3.0", () -> of(1, 3, 0));
        refused("top_k must be at least 0, got -1", () -> of(1, 1, -1));
        refused("presence_penalty must be within [-2, 2], got -3.0", () -> penalties(-3, 0, 1));
        refused("frequency_penalty must be within [-2, 2], got 2.1", () -> penalties(0, 2.1f, 1));
        refused("repetition_penalty must be above 0 and finite, got 0.0", () -> penalties(0, 0, 0));
        refused("logit_bias must be within [-100, 100], got 101.0", () -> bias(Map.of(1, 101f)));
        refused("logit_bias must name token ids of at least 0, got -1", () -> bias(Map.of(-1, 1f)));
    }
}
