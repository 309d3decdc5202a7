package org.repartee.engine.sampling;

import java.util.ArrayList;
import java.util.Optional;
import org.repartee.runtime.StepResult;

/// Chooses the next token from a row of logits.
///
/// Order of the steps, as in vLLM: log-probabilities of the raw distribution, logit bias, mask of
/// stop ids, penalties, temperature, top-k, top-p, draw. Not thread-safe: the engine thread owns it
/// and its arrays.
public final class Sampler {

    /// Below this, dividing by the temperature would overflow; the result is greedy anyway.
    private static final float LEAST_TEMPERATURE = 1e-5f;

    private final float[] raw;
    private final float[] logits;
    private final Weights weights;
    private final TopLogits top = new TopLogits();

    public Sampler(int vocabularySize) {
        raw = new float[vocabularySize];
        logits = new float[vocabularySize];
        weights = new Weights(vocabularySize);
    }

    /// The next token of the request that `state` is about.
    ///
    /// @throws IllegalStateException if no token has a finite logit, or the distribution is broken
    public Sampled sample(StepResult rows, int row, SamplingState state) {
        if (state.isPlainGreedy()) {
            return new Sampled(rows.argmax(row), Optional.empty());
        }
        rows.copyRow(row, logits);
        if (state.topLogprobs().isEmpty()) {
            return new Sampled(choose(state), Optional.empty());
        }
        System.arraycopy(logits, 0, raw, 0, raw.length);
        var token = choose(state);
        return new Sampled(token, Optional.of(logprobs(token, state.topLogprobs().getAsInt())));
    }

    private int choose(SamplingState state) {
        state.adjust(logits);
        var best = argmax(logits);
        var sampling = state.sampling();
        if (sampling.temperature() == 0) {
            return best;
        }
        weights.set(logits, logits[best], Math.max(sampling.temperature(), LEAST_TEMPERATURE));
        if (sampling.topK() > 0) {
            weights.cutToCount(sampling.topK());
        }
        weights.cutToMass(sampling.topP());
        if (Double.isNaN(weights.sum())) {
            throw new IllegalStateException("the model gave logits that are not numbers");
        }
        return weights.draw(state.uniform());
    }

    private TokenLogprobs logprobs(int token, int count) {
        var largest = raw[argmax(raw)];
        weights.set(raw, largest, 1);
        var logSum = largest + Math.log(weights.sum());
        top.select(raw, count);
        var best = new ArrayList<TokenLogprob>(top.size());
        for (var i = 0; i < top.size(); i++) {
            best.add(logprob(top.id(i), logSum));
        }
        return new TokenLogprobs(logprob(token, logSum), best);
    }

    private TokenLogprob logprob(int token, double logSum) {
        return new TokenLogprob(token, (float) (raw[token] - logSum));
    }

    private static int argmax(float[] values) {
        var best = -1;
        var largest = Float.NEGATIVE_INFINITY;
        for (var id = 0; id < values.length; id++) {
            if (values[id] > largest) {
                largest = values[id];
                best = id;
            }
        }
        if (best < 0 || largest == Float.POSITIVE_INFINITY) {
            throw new IllegalStateException(
                    "no token can be chosen: the largest of "
                            + values.length
                            + " logits is "
                            + largest);
        }
        return best;
    }
}
