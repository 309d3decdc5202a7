package org.repartee.bench.http;

import java.util.Locale;

/// How requests come.
public sealed interface Load {

    /// So many users, each of whom asks again as soon as the answer is there (closed loop).
    record Users(int count) implements Load {
        public Users {
            if (count < 1) {
                throw new IllegalArgumentException("--users must be at least 1, got " + count);
            }
        }

        @Override
        public String toString() {
            return count == 1 ? "1 user" : count + " users";
        }
    }

    /// Requests arrive at random, independently of answers (open loop, Poisson process).
    ///
    /// @param perSecond mean arrivals
    record Rate(double perSecond) implements Load {
        public Rate {
            if (!(perSecond > 0)) {
                throw new IllegalArgumentException("--rate must be above 0, got " + perSecond);
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3g/s", perSecond);
        }
    }
}
