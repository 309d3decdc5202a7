package org.repartee.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.engine.EngineRefusal.Reason;
import org.repartee.runtime.ModelRuntime;

/// Prompts in, tokens out, many at once.
///
/// Starts one platform thread that makes all calls to the runtime and owns all state; it sleeps
/// when there is nothing to do. All methods may be called from any thread and return at once, but
/// for `close`.
public final class Engine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Engine.class.getName());

    private final ModelRuntime runtime;
    private final EngineLimits limits;
    private final Inbox inbox;
    private final StepLoop loop;
    private final Thread thread;

    /// As the other constructor; defects are logged as errors.
    public Engine(ModelRuntime runtime, EngineLimits limits) {
        this(runtime, limits, defect -> LOG.log(Level.ERROR, "engine defect", defect));
    }

    /// @param runtime used by the engine thread alone until `close` returns; whoever opened it
    ///   closes it, after the engine
    /// @param defects told, on the engine thread, when the engine finds itself broken: block counts
    ///   that do not add up (it goes on with an empty cache), or an error that ended its thread
    /// @throws IllegalArgumentException if the model cannot take sequences of `max_model_len`
    public Engine(ModelRuntime runtime, EngineLimits limits, Consumer<RuntimeException> defects) {
        if (limits.maxModelLen() > runtime.geometry().maxPositions()) {
            throw new IllegalArgumentException(
                    "max_model_len must be at most the model's %d positions, got %d"
                            .formatted(runtime.geometry().maxPositions(), limits.maxModelLen()));
        }
        this.runtime = runtime;
        this.limits = limits;
        inbox = new Inbox(limits);
        loop = new StepLoop(runtime, limits, inbox, defects);
        thread = Thread.ofPlatform().name("repartee-engine").daemon().start(loop);
    }

    /// Takes a request, or refuses it at once.
    ///
    /// @throws EngineRefusal if a limit forbids it, or the engine does not serve
    /// @throws IllegalArgumentException if it names a token that is not in the vocabulary
    public Generation submit(GenerationRequest request) {
        requireVocabulary(request);
        requireLength(request);
        var sequence = new Sequence(request, runtime.geometry().vocabularySize(), inbox::cancel);
        inbox.submit(sequence);
        return sequence.generation();
    }

    public EngineSnapshot snapshot() {
        var waiting = inbox.waiting();
        return loop.snapshot().withWaiting(waiting.requests(), waiting.tokens());
    }

    /// How long the step in progress has taken by now; none between steps. Far longer than any step
    /// takes, the device hangs.
    public Optional<Duration> stepAge() {
        var began = loop.stepBegan();
        return began.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(System.nanoTime() - began.getAsLong()));
    }

    /// Refuses what comes, cancels what there is, and waits for the step in progress (not if called
    /// on the engine thread itself). Idempotent.
    @Override
    public void close() {
        inbox.close(Reason.CLOSED, "the engine is closed");
        var interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireLength(GenerationRequest request) {
        var length = (long) request.prompt().length + request.maxTokens();
        if (length > limits.maxModelLen()) {
            throw Inbox.refusal(
                    Reason.MODEL_LENGTH,
                    limits.maxModelLen(),
                    length,
                    "prompt and max_tokens together must be at most max_model_len = %d, got %d");
        }
        // The last token is delivered, never computed.
        var blocks = Math.ceilDiv(length - 1, runtime.blockSize());
        if (blocks > runtime.blockCount()) {
            throw Inbox.refusal(
                    Reason.KV_BLOCKS,
                    runtime.blockCount(),
                    blocks,
                    "prompt and max_tokens must fit into the %d KV blocks that exist, need %d");
        }
    }

    private void requireVocabulary(GenerationRequest request) {
        for (var token : request.prompt()) {
            requireVocabulary("prompt", token);
        }
        request.stopIds().forEach(token -> requireVocabulary("stop", token));
        request.sampling()
                .logitBias()
                .keySet()
                .forEach(token -> requireVocabulary("logit_bias", token));
    }

    private void requireVocabulary(String field, int token) {
        var size = runtime.geometry().vocabularySize();
        if (token < 0 || token >= size) {
            throw new IllegalArgumentException(
                    field + " must name token ids within [0, " + size + "), got " + token);
        }
    }
}
