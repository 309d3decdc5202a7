package org.repartee.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.repartee.engine.EngineRefusal.Reason;
import org.repartee.engine.EngineState.Recovering;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelRuntime;

/// Sets a lost device up again, while the inbox refuses what comes.
record Recovery(ModelRuntime runtime, Inbox inbox) {

    private static final Logger LOG = System.getLogger(Recovery.class.getName());

    /// Returns when the engine can serve again, or was closed.
    ///
    /// @param progress told what is being done; returns false once the engine is closed
    /// @throws ModelFailure if the device is lost for good
    void run(DeviceLost lost, Predicate<Recovering> progress) {
        LOG.log(Level.ERROR, "the device was lost; it is being set up again", lost);
        inbox.block(
                Reason.RECOVERING,
                "the device was lost and is being set up again: try again in a minute");
        try {
            step(progress, "the model to be loaded again: " + lost.getMessage());
            runtime.rebuild();
            var log = new WarmUpLog();
            runtime.warmUp(done -> {
                log.accept(done);
                step(progress, "warming up " + done.inWords());
            });
        } catch (CancellationException closed) {
            LOG.log(Level.INFO, "the engine was closed while the device was being set up again");
            return;
        } catch (RuntimeException failure) {
            throw new ModelFailure(
                    "the device was lost (%s) and cannot be set up again: %s"
                            .formatted(lost.getMessage(), failure.getMessage()),
                    failure);
        }
        inbox.unblock();
        LOG.log(Level.INFO, "the device is set up again");
    }

    private static void step(Predicate<Recovering> progress, String waitsFor) {
        if (!progress.test(new Recovering(waitsFor))) {
            throw new CancellationException("the engine was closed");
        }
    }
}
