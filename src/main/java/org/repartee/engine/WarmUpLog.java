package org.repartee.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.repartee.runtime.WarmUp;

/// Says in the log how far a warm-up is: every ten seconds, and at its end.
public final class WarmUpLog implements Consumer<WarmUp> {

    private static final Logger LOG = System.getLogger(WarmUpLog.class.getName());
    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final long begin = System.nanoTime();
    private long last = begin;

    @Override
    public void accept(WarmUp progress) {
        var now = System.nanoTime();
        if (progress.done() == progress.total()) {
            LOG.log(
                    Level.INFO,
                    "warmed up: {0} kinds of steps in {1} s",
                    progress.total(),
                    (now - begin) / 1_000_000_000);
        } else if (now - last >= INTERVAL_NANOS) {
            last = now;
            LOG.log(Level.INFO, "warming up {0}", progress.inWords());
        }
    }
}
