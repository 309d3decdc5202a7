package org.repartee.conversation;

import java.time.Duration;

/// How drafts are saved.
///
/// @param saveInterval at most this long, and the save itself, after a change the database has it;
///   10 ms to 1 s
/// @param maxDrafts answers that may be open or wait for the database
/// @param drainTimeout how long a stop waits for the last saves
/// @throws IllegalArgumentException if a value is out of range, naming its configuration key
public record DraftLimits(Duration saveInterval, int maxDrafts, Duration drainTimeout) {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    public DraftLimits {
        if (saveInterval.compareTo(SHORTEST) < 0 || saveInterval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "repartee.conversation.save-interval must be within [%s, %s], got %s"
                            .formatted(SHORTEST, LONGEST, saveInterval));
        }
        if (maxDrafts < 1) {
            throw new IllegalArgumentException(
                    "repartee.conversation.max-drafts must be at least 1, got " + maxDrafts);
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "repartee.conversation.drain-timeout must not be negative, got "
                            + drainTimeout);
        }
    }
}
