package org.repartee.chat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How an answer is to be made, after OpenAI's request fields (and vLLM's `top_k`, `min_tokens`,
/// `repetition_penalty`). Ranges are checked when the request becomes a generation; see [Sampling].
///
/// @param maxTokens most tokens to generate, reasoning included; absent: what fits, within the server's limit
/// @param stop texts that end the answer; they are not part of it
/// @param topLogprobs absent: no log-probabilities; 0: only those of the chosen tokens
///
/// [Sampling]: org.repartee.engine.sampling.Sampling
public record Options(
        Effort effort,
        OptionalInt maxTokens,
        int minTokens,
        float temperature,
        float topP,
        int topK,
        OptionalLong seed,
        float presencePenalty,
        float frequencyPenalty,
        float repetitionPenalty,
        Map<Integer, Float> logitBias,
        List<String> stop,
        OptionalInt topLogprobs) {

    /// OpenAI's defaults: the model's own distribution, medium effort.
    public static final Options DEFAULTS =
            new Options(
                    Effort.MEDIUM,
                    OptionalInt.empty(),
                    0,
                    1f,
                    1f,
                    0,
                    OptionalLong.empty(),
                    0f,
                    0f,
                    1f,
                    Map.of(),
                    List.of(),
                    OptionalInt.empty());

    public Options {
        logitBias = Map.copyOf(logitBias);
        stop = List.copyOf(stop);
    }

    /// The same with another effort, length and temperature.
    public Options with(Effort otherEffort, OptionalInt otherMaxTokens, float otherTemperature) {
        return new Options(
                otherEffort,
                otherMaxTokens,
                minTokens,
                otherTemperature,
                topP,
                topK,
                seed,
                presencePenalty,
                frequencyPenalty,
                repetitionPenalty,
                logitBias,
                stop,
                topLogprobs);
    }
}
