package org.repartee.engine.sampling;

/// By what the heaviest tokens are counted off: top-k by their number, top-p by their weight.
enum Measure {
    COUNT {
        @Override
        double of(float weight) {
            return 1;
        }

        @Override
        double of(float[] weights, int from, int to) {
            return (double) to - from;
        }
    },
    MASS {
        @Override
        double of(float weight) {
            return weight;
        }

        @Override
        double of(float[] weights, int from, int to) {
            return Weights.sum(weights, from, to);
        }
    };

    abstract double of(float weight);

    abstract double of(float[] weights, int from, int to);
}
