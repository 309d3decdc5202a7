package org.repartee.engine.sampling;

import java.util.Map;
import java.util.OptionalLong;

/// How the next token is chosen from the model's distribution. Field names in messages are OpenAI's
/// (`top_k` and `repetition_penalty`: vLLM's).
///
/// @param temperature within [0, 2]; 0 is greedy: the most likely token, the lowest id on ties
/// @param topP within (0, 1]: the smallest set of tokens that holds this probability mass
/// @param topK at least 0: only this many most likely tokens; 0 keeps all
/// @param seed the same seed gives the same tokens, whatever else runs; absent: a random one
/// @param presencePenalty within [-2, 2], subtracted from every token already generated
/// @param frequencyPenalty within [-2, 2], subtracted once per earlier generation of a token
/// @param repetitionPenalty above 0; 1 is none. Over prompt and generated tokens: a positive logit
///   is divided by it, a negative one multiplied
/// @param logitBias token id to a value within [-100, 100] that is added to its logit
public record Sampling(
        float temperature,
        float topP,
        int topK,
        OptionalLong seed,
        float presencePenalty,
        float frequencyPenalty,
        float repetitionPenalty,
        Map<Integer, Float> logitBias) {

    public Sampling {
        require(within(0, temperature, 2), "temperature must be within [0, 2], got ", temperature);
        require(topP > 0 && topP <= 1, "top_p must be within (0, 1], got ", topP);
        require(topK >= 0, "top_k must be at least 0, got ", topK);
        require(
                within(-2, presencePenalty, 2),
                "presence_penalty must be within [-2, 2], got ",
                presencePenalty);
        require(
                within(-2, frequencyPenalty, 2),
                "frequency_penalty must be within [-2, 2], got ",
                frequencyPenalty);
        require(
                repetitionPenalty > 0 && repetitionPenalty < Float.POSITIVE_INFINITY,
                "repetition_penalty must be above 0 and finite, got ",
                repetitionPenalty);
        logitBias = Map.copyOf(logitBias);
        logitBias.forEach(Sampling::requireBias);
    }

    /// The most likely token every time, nothing penalised.
    public static Sampling greedy() {
        return new Sampling(0, 1, 0, OptionalLong.empty(), 0, 0, 1, Map.of());
    }

    /// True if choosing needs to know which tokens came before.
    boolean penalizes() {
        return presencePenalty != 0 || frequencyPenalty != 0 || repetitionPenalty != 1;
    }

    private static void requireBias(int token, float bias) {
        require(token >= 0, "logit_bias must name token ids of at least 0, got ", token);
        require(within(-100, bias, 100), "logit_bias must be within [-100, 100], got ", bias);
    }

    /// False for NaN.
    private static boolean within(float low, float value, float high) {
        return value >= low && value <= high;
    }

    private static void require(boolean holds, String rule, Number got) {
        if (!holds) {
            throw new IllegalArgumentException(rule + got);
        }
    }
}
