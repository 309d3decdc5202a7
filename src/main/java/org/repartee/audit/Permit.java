package org.repartee.audit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The right to one row. Whoever holds it can write without waiting, however full the buffer is.
public final class Permit implements AutoCloseable {
    private final Consumer<AuditRecord> write;
    private final Runnable giveBack;
    private final AtomicBoolean used = new AtomicBoolean();

    Permit(AuditLog log) {
        this(log::put, log::giveBack);
    }

    private Permit(Consumer<AuditRecord> write, Runnable giveBack) {
        this.write = write;
        this.giveBack = giveBack;
    }

    /// For what the server asks itself before anyone can reach it: its row is dropped.
    public static Permit ofRehearsal() {
        return new Permit(_ -> {}, () -> {});
    }

    /// Hands the row to the writer and returns at once.
    ///
    /// @throws IllegalStateException if the permit was used or closed
    public void write(AuditRecord row) {
        if (!used.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "a permit is for one row, this is another: request " + row.requestId());
        }
        write.accept(row);
    }

    /// Gives an unused permit back; does nothing after [#write].
    @Override
    public void close() {
        if (used.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
