package org.repartee.audit;

/// The right to one row. Whoever holds it can write without waiting, however full the buffer is.
public final class Permit implements AutoCloseable {

    Permit() {}

    /// Hands the row to the writer and returns at once.
    ///
    /// @throws IllegalStateException if the permit was used or closed
    public void write(AuditRecord row) {
        throw new UnsupportedOperationException(row.toString());
    }

    /// Gives an unused permit back; does nothing after [#write].
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
