package org.repartee.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.repartee.engine.sampling.Sampling;

/// A prompt and how to go on from it.
///
/// @param prompt token ids, at least one; copied
/// @param minTokens stop ids cannot be sampled before this many tokens were generated
/// @param maxTokens the generation ends with `LENGTH` after this many tokens, at least 1
/// @param stopIds a generated token of these ends the generation with `STOP`; it is delivered first
/// @param guide asked on the engine thread after every sampled token that does not end the
///   generation; the ids it returns (usually none) follow that token unsampled, are delivered and
///   counted like sampled ones, and are computed together in the next step. It must be fast; if it
///   throws, this generation fails
/// @param timeout counted from `submit`; positive; afterwards the generation ends with `DEADLINE`
/// @param topLogprobs within [0, 20]: report each sampled token's log-probability and those of as
///   many most likely tokens; absent: no log-probabilities at all
@SuppressWarnings(
        "ArrayRecordComponent") // Prompts are long, and read in loops by the engine thread.
public record GenerationRequest(
        int[] prompt,
        Sampling sampling,
        int minTokens,
        int maxTokens,
        Set<Integer> stopIds,
        IntFunction<int[]> guide,
        Optional<Duration> timeout,
        OptionalInt topLogprobs) {

    private static final int[] NOTHING = {};

    /// The guide that never appends anything.
    public static final IntFunction<int[]> NO_GUIDE = _ -> NOTHING;

    public GenerationRequest {
        require(prompt.length > 0, "prompt must hold at least 1 token, got ", prompt.length);
        require(maxTokens >= 1, "max_tokens must be at least 1, got ", maxTokens);
        require(
                minTokens >= 0 && minTokens <= maxTokens,
                "min_tokens must be within [0, max_tokens = " + maxTokens + "], got ",
                minTokens);
        require(
                timeout.isEmpty() || timeout.get().isPositive(),
                "timeout must be positive, got ",
                timeout);
        int logprobs = topLogprobs.orElse(0);
        require(
                logprobs >= 0 && logprobs <= 20,
                "top_logprobs must be within [0, 20], got ",
                logprobs);
        prompt = prompt.clone();
        stopIds = Set.copyOf(stopIds);
    }

    /// A request with no guide, no timeout and no log-probabilities.
    public static GenerationRequest of(
            int[] prompt, Sampling sampling, int maxTokens, Set<Integer> stopIds) {
        return new GenerationRequest(
                prompt,
                sampling,
                0,
                maxTokens,
                stopIds,
                NO_GUIDE,
                Optional.empty(),
                OptionalInt.empty());
    }

    private static void require(boolean holds, String rule, Object got) {
        if (!holds) {
            throw new IllegalArgumentException(rule + got);
        }
    }
}
