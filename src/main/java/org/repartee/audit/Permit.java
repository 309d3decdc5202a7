package org.repartee.audit;

import java.util.concurrent.atomic.AtomicBoolean;

/// The right to one row. Whoever holds it can write without waiting, however full the buffer is.
public final class Permit implements AutoCloseable {
    private final AuditLog log;
    private final AtomicBoolean used = new AtomicBoolean();

    Permit(AuditLog log) {
        this.log = log;
    }

    /// Hands the row to the writer and returns at once.
    ///
    /// @throws IllegalStateException if the permit was used or closed
    public void write(AuditRecord row) {
        if (!used.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "a permit is for one row, this is another: request " + row.requestId());
        }
        log.put(row);
    }

    /// Gives an unused permit back; does nothing after [#write].
    @Override
    public void close() {
        if (used.compareAndSet(false, true)) {
            log.giveBack();
        }
    }
}
