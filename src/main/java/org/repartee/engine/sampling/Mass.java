package org.repartee.engine.sampling;

import org.repartee.runtime.Candidates;

/// What a set of tokens weighs, as far as it is known: weights are relative to the heaviest
/// token's, which is 1.
///
/// Not a number if the model's logits are not.
record Mass(double least, double most) {

    // A device computes in float32: it rounds each logit / temperature, and logits are about so
    // large; it rounds the sum, too, and more than once if it adds up in parts.
    private static final float USUAL_LOGIT = 16;
    private static final double SUM_TOLERANCE = 4e-6;

    static Mass exactly(double mass) {
        return new Mass(mass, mass);
    }

    /// The mass of a row's whole vocabulary but for what is masked, from the device's own sum and
    /// from the head: what is not in it weighs something, but no token of it more than the last of
    /// the head.
    static Mass of(Candidates candidates, int row, Head head, float temperature) {
        var logSum = candidates.logSumExp(row);
        var largest = head.logit(0) / temperature;
        var rounded = Math.max(USUAL_LOGIT / temperature, Math.abs(largest));
        var tolerance = SUM_TOLERANCE + 4 * Math.ulp(Math.max(rounded, Math.abs(logSum)));
        var difference = (double) logSum - largest;
        var known = head.sum(head.size());
        var others = candidates.vocabularySize() - head.size();
        var bound = known + others * (double) head.leastWeight();
        var masked = head.maskedWeight(temperature);
        var maskedBeyond = head.maskedBeyond() * (double) head.leastWeight();
        return new Mass(
                Math.clamp(Math.exp(difference - tolerance) - masked - maskedBeyond, known, bound),
                Math.clamp(Math.exp(difference + tolerance) - masked, known, bound));
    }

    Mass times(double share) {
        return new Mass(least * share, most * share);
    }
}
