package org.repartee.audit;

import java.time.Duration;

/// Bounds of the audit's buffer.
///
/// @param bufferRows permits: requests in flight and rows that wait for the database
/// @param drainTimeout how long a stop waits for the last rows
/// @throws IllegalArgumentException if a value is out of range, naming its configuration key
public record AuditLimits(int bufferRows, Duration drainTimeout) {
    public AuditLimits {
        if (bufferRows < 1) {
            throw new IllegalArgumentException(
                    "repartee.audit.buffer-rows must be at least 1, got " + bufferRows);
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "repartee.audit.drain-timeout must not be negative, got " + drainTimeout);
        }
    }
}
