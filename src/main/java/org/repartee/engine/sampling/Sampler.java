package org.repartee.engine.sampling;

import java.util.Optional;
import java.util.OptionalInt;
import org.repartee.runtime.Candidates;
import org.repartee.runtime.Logits;
import org.repartee.runtime.StepResult;

/// Chooses the next token from a row of logits, or from the few largest of them.
///
/// Order of the steps, as in vLLM: log-probabilities of the raw distribution, logit bias, mask of
/// stop ids, penalties, temperature, top-k, top-p, draw. A seed gives the same token whether the
/// whole row was known or only its largest logits: see [Head]. Not thread-safe: the engine thread
/// owns it and its arrays.
public final class Sampler {

    // Found sooner than a whole one, and mostly enough.
    private static final int SMALL_HEAD = 8;

    private final float[] raw;
    private final float[] logits;
    private final Weights weights;
    private final Head head = new Head();
    private long fullRows;

    public Sampler(int vocabularySize) {
        raw = new float[vocabularySize];
        logits = new float[vocabularySize];
        weights = new Weights(vocabularySize);
    }

    /// The next token of the request that `state` is about.
    ///
    /// @throws IllegalStateException if no token has a finite logit, or the distribution is broken
    public Sampled sample(StepResult rows, int row, SamplingState state) {
        return switch (rows) {
            case Logits all when state.isPlainGreedy() -> sampled(all.argmax(row));
            case Logits all -> fromRow(all, row, state);
            case Candidates few when state.isPlainGreedy() && showsLargest(few, row) ->
                    sampled(few.argmax(row));
            case Candidates few -> {
                var sampled = fromHead(few, row, state);
                if (sampled.isPresent()) {
                    yield sampled.get();
                }
                fullRows++;
                yield fromRow(few, row, state);
            }
        };
    }

    /// How many rows had to be fetched from the device because their candidates did not decide.
    public long fullRows() {
        return fullRows;
    }

    private static Sampled sampled(int token) {
        return new Sampled(token, Optional.empty());
    }

    /// False if tokens as likely as the first may have remained on the device, or for NaN.
    private static boolean showsLargest(Candidates few, int row) {
        return few.logit(row, 0) > few.logit(row, few.count() - 1);
    }

    /// Empty if the answer depends on more than the candidates.
    private Optional<Sampled> fromHead(Candidates few, int row, SamplingState state) {
        if (state.shifts() || state.topLogprobs().isPresent() && state.adjusts()) {
            return Optional.empty();
        }
        head.take(few, row);
        head.mask(state.maskedIds());
        var wanted = Math.max(1, state.topLogprobs().orElse(0));
        if (head.size() < wanted || !Float.isFinite(head.logit(0))) {
            return Optional.empty();
        }
        var drawn = draw(few, row, state);
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        var token = head.id(drawn.getAsInt());
        if (state.topLogprobs().isEmpty()) {
            return Optional.of(sampled(token));
        }
        var chosen = head.logprob(drawn.getAsInt(), few.rawLogSumExp(row));
        var best = head.logprobs(state.topLogprobs().getAsInt(), few.rawLogSumExp(row));
        return Optional.of(new Sampled(token, Optional.of(new TokenLogprobs(chosen, best))));
    }

    /// A place in the head.
    private OptionalInt draw(Candidates few, int row, SamplingState state) {
        if (state.sampling().temperature() == 0) {
            return OptionalInt.of(0);
        }
        head.weigh(state.temperature());
        var k = topK(state);
        if (k > head.size() && k < logits.length) {
            return OptionalInt.empty();
        }
        var mass =
                k > head.size()
                        ? Mass.of(few, row, head, state.temperature())
                        : Mass.exactly(head.sum(k));
        return draw(k, mass, state);
    }

    private Sampled fromRow(StepResult rows, int row, SamplingState state) {
        rows.copyRow(row, logits);
        if (state.topLogprobs().isEmpty()) {
            return sampled(choose(state));
        }
        System.arraycopy(logits, 0, raw, 0, raw.length);
        var token = choose(state);
        return new Sampled(token, Optional.of(logprobs(token, state.topLogprobs().getAsInt())));
    }

    private int choose(SamplingState state) {
        state.adjust(logits);
        if (state.sampling().temperature() == 0) {
            return argmax(logits);
        }
        var k = topK(state);
        take(k <= Head.SIZE ? Head.SIZE : SMALL_HEAD, state);
        var mass = Mass.exactly(mass(k, state));
        var drawn = draw(k, mass, state);
        if (drawn.isEmpty()) {
            take(Head.SIZE, state);
            drawn = draw(k, mass, state);
        }
        if (drawn.isPresent()) {
            return head.id(drawn.getAsInt());
        }
        weights.cutToMass(state.sampling().topP());
        return weights.draw(state.uniform(), head);
    }

    private void take(int size, SamplingState state) {
        head.take(logits, size);
        requireFinite(head.logit(0));
        head.weigh(state.temperature());
    }

    /// A place in the head, if it is enough to know.
    private OptionalInt draw(int k, Mass mass, SamplingState state) {
        var count = Math.min(k, head.size());
        return head.draw(count, mass, state.sampling().topP(), state.uniform());
    }

    /// What the `k` most likely tokens weigh. Weighs and cuts the vocabulary if the head is not
    /// enough to know.
    private double mass(int k, SamplingState state) {
        if (k <= head.size()) {
            return head.sum(k);
        }
        weights.set(logits, head.logit(0), state.temperature());
        weights.cutToCount(k);
        return weights.sum();
    }

    private int topK(SamplingState state) {
        var k = state.sampling().topK();
        return k == 0 ? logits.length : Math.min(k, logits.length);
    }

    private TokenLogprobs logprobs(int token, int count) {
        head.take(raw, Head.SIZE);
        weights.set(raw, head.logit(0), 1);
        var logSum = head.logit(0) + Math.log(weights.sum());
        var chosen = new TokenLogprob(token, (float) (raw[token] - logSum));
        return new TokenLogprobs(chosen, head.logprobs(count, logSum));
    }

    private static int argmax(float[] values) {
        var best = 0;
        var largest = Float.NEGATIVE_INFINITY;
        for (var id = 0; id < values.length; id++) {
            if (values[id] > largest) {
                largest = values[id];
                best = id;
            }
        }
        requireFinite(largest);
        return best;
    }

    private static void requireFinite(float largest) {
        if (Float.isNaN(largest)) {
            throw new IllegalStateException("the model gave logits that are not numbers");
        }
        if (Float.isInfinite(largest)) {
            throw new IllegalStateException(
                    "no token can be chosen: the largest of the logits is " + largest);
        }
    }
}
