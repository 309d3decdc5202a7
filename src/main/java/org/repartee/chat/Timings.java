package org.repartee.chat;

import java.util.OptionalLong;

/// Where a request's time went, in microseconds since it arrived; all by one monotonic clock.
///
/// @param scheduled when the engine first computed for it: the end of queueing
/// @param firstToken when the first token was sampled: the end of prefill
/// @param firstReasoning when the first reasoning text was ready
/// @param firstAnswer when the first text of the answer itself was ready
/// @param lastToken when the last token was sampled
/// @param total when the request ended
public record Timings(
        OptionalLong scheduled,
        OptionalLong firstToken,
        OptionalLong firstReasoning,
        OptionalLong firstAnswer,
        OptionalLong lastToken,
        long total) {}
