package org.repartee.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/// What must be closed, the youngest first, all of it even if some cannot be.
final class Resources implements AutoCloseable {

    private final Deque<Runnable> closers = new ArrayDeque<>();

    /// Remembers how to close something.
    void add(Runnable closer) {
        closers.push(closer);
    }

    /// Closes everything once.
    ///
    /// @throws RuntimeException the first failure; later ones are suppressed in it
    @Override
    public void close() {
        RuntimeException first = null;
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
