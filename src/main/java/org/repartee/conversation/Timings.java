package org.repartee.conversation;

import java.util.OptionalLong;

/// Durations of one answer in microseconds. `queueMicros` and `prefillMicros` are how long the step
/// took; the others count from the receipt of the question. Absent is what did not happen.
///
/// @throws IllegalArgumentException if a duration is negative
public record Timings(
        OptionalLong queueMicros,
        OptionalLong prefillMicros,
        OptionalLong firstTokenMicros,
        OptionalLong firstReasoningMicros,
        OptionalLong firstAnswerMicros,
        long totalMicros) {
    public Timings {
        requirePositive("queue", queueMicros);
        requirePositive("prefill", prefillMicros);
        requirePositive("first_token", firstTokenMicros);
        requirePositive("first_reasoning", firstReasoningMicros);
        requirePositive("first_answer", firstAnswerMicros);
        requirePositive("total", OptionalLong.of(totalMicros));
    }

    private static void requirePositive(String name, OptionalLong micros) {
        if (micros.isPresent() && micros.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    name + " must be at least 0 microseconds, got " + micros.getAsLong());
        }
    }
}
