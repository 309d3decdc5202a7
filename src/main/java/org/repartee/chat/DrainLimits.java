package org.repartee.chat;

import java.time.Duration;

/// How a server that stops takes leave.
///
/// @param timeout how long running answers may go on; 0: they end at once
/// @param farewell how long to wait, after that, until the rest have told their clients so
/// @param retryAfter when whoever is refused meanwhile should try again
public record DrainLimits(Duration timeout, Duration farewell, Duration retryAfter) {

    public DrainLimits {
        if (timeout.isNegative() || farewell.isNegative()) {
            throw new IllegalArgumentException(
                    "a drain's timeout and farewell must be at least 0, got %s and %s"
                            .formatted(timeout, farewell));
        }
        if (retryAfter.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "retry-after must be at least one second, got " + retryAfter);
        }
    }
}
