package org.repartee.audit;

import java.util.Optional;

/// The latency audit: one row per request, written behind a bounded buffer.
///
/// Nothing here waits for the database; while it is away rows are kept and written later.
public final class AuditLog implements AutoCloseable {

    /// A place in the buffer, or none if it is full: then the request must be refused (503).
    public Optional<Permit> reserve() {
        throw new UnsupportedOperationException();
    }

    /// A snapshot; the numbers need not belong to one instant.
    public AuditCounters counters() {
        throw new UnsupportedOperationException();
    }

    /// Writes what is left, for a bounded time, then stops; rows that could not be written are
    /// counted as lost.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
