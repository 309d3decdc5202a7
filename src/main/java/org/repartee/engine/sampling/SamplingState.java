package org.repartee.engine.sampling;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What choosing the next token of one request depends on besides the logits: its parameters, and
/// the tokens so far.
///
/// Not thread-safe: the engine thread owns it.
public final class SamplingState {

    /// Below this, dividing by the temperature would overflow; the result is greedy anyway.
    private static final float LEAST_TEMPERATURE = 1e-5f;

    private static final int[] NONE = {};
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Sampling sampling;
    private final OptionalInt topLogprobs;
    private final int minTokens;
    private final int[] stopIds;
    private final int[] biasedIds;
    private final float[] biases;
    private final Optional<TokenCounts> counts;
    private final long stream;
    private int generated;

    /// @param minTokens `stopIds` are not chosen before this many tokens were generated
    /// @param topLogprobs absent: no log-probabilities
    public SamplingState(
            Sampling sampling,
            int[] prompt,
            int minTokens,
            Set<Integer> stopIds,
            OptionalInt topLogprobs) {
        this.sampling = sampling;
        this.topLogprobs = topLogprobs;
        this.minTokens = minTokens;
        this.stopIds = stopIds.stream().mapToInt(Integer::intValue).toArray();
        biasedIds = sampling.logitBias().keySet().stream().mapToInt(Integer::intValue).toArray();
        biases = new float[biasedIds.length];
        for (var i = 0; i < biases.length; i++) {
            biases[i] = sampling.logitBias().getOrDefault(biasedIds[i], 0f);
        }
        counts = sampling.penalizes() ? Optional.of(new TokenCounts(prompt)) : Optional.empty();
        stream = mix(sampling.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()));
    }

    /// Takes note of a generated token, sampled or forced.
    public void accept(int token) {
        generated++;
        counts.ifPresent(known -> known.generated(token));
    }

    /// Tokens accepted so far.
    public int generated() {
        return generated;
    }

    /// True if this token ends the generation.
    public boolean stops(int token) {
        for (var id : stopIds) {
            if (id == token) {
                return true;
            }
        }
        return false;
    }

    /// The temperature at which logits are weighed, above 0; 1 if nothing is drawn.
    public float temperature() {
        return sampling.temperature() == 0
                ? 1
                : Math.max(sampling.temperature(), LEAST_TEMPERATURE);
    }

    Sampling sampling() {
        return sampling;
    }

    OptionalInt topLogprobs() {
        return topLogprobs;
    }

    /// True if the raw logits decide: the most likely token, nothing else wanted.
    boolean isPlainGreedy() {
        return sampling.temperature() == 0 && topLogprobs.isEmpty() && !adjusts();
    }

    /// True if something is added to the logits, or taken from them, before a token is chosen.
    boolean adjusts() {
        return shifts() || masksStopIds();
    }

    /// True if a logit becomes another: by bias or penalties.
    boolean shifts() {
        return biasedIds.length > 0 || counts.isPresent();
    }

    /// Ids that cannot be chosen yet.
    int[] maskedIds() {
        return masksStopIds() ? stopIds : NONE;
    }

    /// Applies bias, the mask of stop ids and penalties, in this order, vLLM's.
    void adjust(float[] logits) {
        for (var i = 0; i < biasedIds.length; i++) {
            logits[biasedIds[i]] += biases[i];
        }
        if (masksStopIds()) {
            for (var id : stopIds) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
        if (counts.isPresent()) {
            counts.get().penalize(logits, sampling);
        }
    }

    /// A number within (0, 1) that depends on the seed and the token's position only: neither other
    /// requests nor a recomputation change it. SplitMix64, with the position as its counter.
    double uniform() {
        return ((mix(stream + generated * GOLDEN_GAMMA) >>> 11) + 0.5) * 0x1p-53;
    }

    private boolean masksStopIds() {
        return generated < minTokens && stopIds.length > 0;
    }

    /// The output function of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
    /// Generators, 2014).
    private static long mix(long state) {
        var z = state + GOLDEN_GAMMA;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
