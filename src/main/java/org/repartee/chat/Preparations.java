package org.repartee.chat;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.repartee.engine.EngineRefusal;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;

/// Computes, while the engine has nothing else to do, what the next question of a conversation will
/// begin with: its history, whose last answer moved when the reasoning before it was dropped.
///
/// Begins only on an idle engine, goes in pieces that are as short as the steps beside running
/// answers, and steps back before any request is submitted: that one waits for one piece at most.
/// Safe to use from any thread.
final class Preparations {

    private static final System.Logger LOG = System.getLogger(Preparations.class.getName());
    private static final int PIECE = 512;

    private final AtomicReference<@Nullable Preparation> running = new AtomicReference<>();

    /// @param history as the next prompt will begin
    /// @param known how many tokens of its beginning were computed for the last prompt
    void begin(Model model, int[] history, int known) {
        var idle = model.engine().snapshot();
        var preparation = new Preparation(model, history, known);
        if (idle.running() == 0
                && idle.waiting() == 0
                && running.compareAndSet(null, preparation)) {
            Thread.ofVirtual()
                    .name("preparation")
                    .start(() -> {
                        try {
                            preparation.run();
                        } finally {
                            running.compareAndSet(preparation, null);
                        }
                    });
        }
    }

    /// A request comes.
    void stepBack() {
        var preparation = running.getAndSet(null);
        if (preparation != null) {
            preparation.cancel();
        }
    }

    private static final class Preparation {
        private final Model model;
        private final int[] history;
        private final int known;
        private Optional<Generation> piece = Optional.empty();
        private boolean cancelled;

        Preparation(Model model, int[] history, int known) {
            this.model = model;
            this.history = history;
            this.known = known;
        }

        void run() {
            try {
                for (var end = Math.min(known, history.length); end < history.length; ) {
                    end = Math.min(end + PIECE, history.length);
                    if (!compute(end)) {
                        return;
                    }
                }
            } catch (EngineRefusal busy) {
                LOG.log(Level.DEBUG, "nothing was prepared", busy);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            piece.ifPresent(Generation::close);
        }

        private boolean compute(int end) throws InterruptedException {
            var generation = submit(end);
            if (generation.isEmpty()) {
                return false;
            }
            while (true) {
                switch (generation.get().next()) {
                    case GenerationEvent.Token _ -> {}
                    case GenerationEvent.Finished _ -> {
                        return true;
                    }
                    case GenerationEvent.Failed(var cause, _) -> {
                        LOG.log(Level.WARNING, "a preparation failed: " + cause.getMessage());
                        return false;
                    }
                }
            }
        }

        private synchronized Optional<Generation> submit(int end) {
            if (!cancelled) {
                var request =
                        GenerationRequest.of(
                                Arrays.copyOf(history, end), Sampling.greedy(), 1, Set.of());
                piece = Optional.of(model.engine().submit(request));
            }
            return cancelled ? Optional.empty() : piece;
        }
    }
}
