package org.repartee.chat;

import java.util.OptionalLong;

/// Where a request's time went, in microseconds since it arrived; all by one monotonic clock.
///
/// @param accepted when the engine took it: read, understood and rendered into tokens
/// @param scheduled when the engine first computed for it: the end of queueing
/// @param firstToken when the first token was sampled: the end of prefill
/// @param firstReasoning when the first reasoning text was ready
/// @param firstAnswer when the first text of the answer itself was ready
/// @param firstFlush when the first piece of the answer had left for the client
/// @param lastToken when the last token was sampled
/// @param total when the request ended
public record Timings(
        OptionalLong accepted,
        OptionalLong scheduled,
        OptionalLong firstToken,
        OptionalLong firstReasoning,
        OptionalLong firstAnswer,
        OptionalLong firstFlush,
        OptionalLong lastToken,
        long total,
        Delivery delivery) {

    /// How long pieces of the answer took from the sampling of their last token until they had left
    /// for the client, in nanoseconds.
    ///
    /// @param pieces how many have left
    /// @param first the first one's time; 0 if there is none, as all others
    /// @param sum of all of them
    /// @param slowest the longest of them
    public record Delivery(int pieces, long first, long sum, long slowest) {

        static final Delivery NONE = new Delivery(0, 0, 0, 0);

        /// This and one more piece.
        Delivery and(long nanos) {
            return pieces == 0
                    ? new Delivery(1, nanos, nanos, nanos)
                    : new Delivery(pieces + 1, first, sum + nanos, Math.max(slowest, nanos));
        }
    }
}
