package org.repartee.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/// A caller's handle on its running request: take events until `Finished` or `Failed`.
///
/// One thread, a virtual one will do, takes; any thread may close. The engine never waits for the
/// taker: events queue up without loss, and `maxTokens` bounds how many there can be.
public final class Generation implements AutoCloseable {

    private final BlockingQueue<GenerationEvent> events = new LinkedTransferQueue<>();
    private final Runnable cancel;

    Generation(Runnable cancel) {
        this.cancel = cancel;
    }

    /// The next event; waits for it. Not to be called again after `Finished` or `Failed`: nothing
    /// follows them.
    public GenerationEvent next() throws InterruptedException {
        return events.take();
    }

    /// Cancels what is left of the generation, within one step; harmless if nothing is left.
    /// Whoever still takes events then sees `Finished(CANCELLED)`.
    @Override
    public void close() {
        cancel.run();
    }

    void deliver(GenerationEvent event) {
        events.add(event);
    }
}
