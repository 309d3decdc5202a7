package org.repartee.engine.sampling;

/// Where to cut a set of weights: all heavier ones stay, and `ties` of those equal to `weight`.
record Cutoff(float weight, int ties) {

    /// The fewest, heaviest of `weights[0] … weights[size - 1]` that measure at least `target`,
    /// which is above 0. Reorders the array: a quickselect, which descends only into the side of
    /// the pivot that the cut lies in.
    static Cutoff of(float[] weights, int size, double target, Measure measure) {
        var from = 0;
        var to = size;
        var missing = target;
        while (from < to) {
            var pivot = median(weights[from], weights[from + to >>> 1], weights[to - 1]);
            var lighter = to;
            var equal = from;
            for (var i = from; i < lighter; ) {
                var weight = weights[i];
                if (weight > pivot) {
                    weights[i++] = weights[equal];
                    weights[equal++] = weight;
                } else if (weight < pivot) {
                    weights[i] = weights[--lighter];
                    weights[lighter] = weight;
                } else {
                    i++;
                }
            }
            var heavier = measure.of(weights, from, equal);
            var ties = lighter - equal;
            if (heavier >= missing) {
                to = equal;
            } else if (heavier + ties * measure.of(pivot) >= missing) {
                var needed = Math.ceil((missing - heavier) / measure.of(pivot));
                return new Cutoff(pivot, Math.min(ties, (int) needed));
            } else {
                missing -= heavier + ties * measure.of(pivot);
                from = lighter;
            }
        }
        return new Cutoff(0, 0); // rounding: the whole set measures just less than the target
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
