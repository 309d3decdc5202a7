package org.repartee.startup;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.repartee.chat.Model;
import org.repartee.chat.ServedModel;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.WarmUpLog;
import org.repartee.engine.sampling.Sampling;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.runtime.ModelFailure;
import org.repartee.runtime.ModelGeometry;
import org.repartee.runtime.ModelOptions;
import org.repartee.runtime.ModelRuntime;
import org.repartee.runtime.Models;
import org.repartee.tokenizer.Tokenizer;

/// A model from its folder to the first generated token, and everything that must be closed with
/// it.
record LoadedModel(ModelRuntime runtime, Model model) implements AutoCloseable {

    /// @param waitsFor told what is being done, in words
    /// @throws InterruptedException if the thread is interrupted before all is done
    static LoadedModel load(ServerConfig config, Consumer<String> waitsFor)
            throws InterruptedException {
        var tokenizer = Tokenizer.load(config.modelPath());
        var geometry = ModelGeometry.read(config.modelPath());
        var limits = limits(config, geometry);
        var runtime =
                Models.load(
                        config.modelPath(),
                        new ModelOptions(
                                config.kvBlocks(),
                                config.blockSize(),
                                limits.maxNumBatchedTokens(),
                                limits.maxNumSeqs(),
                                limits.maxModelLen(),
                                config.threads(),
                                config.device()));
        try {
            warmUp(runtime, waitsFor);
            waitsFor.accept("the first token");
            return serve(config, limits, tokenizer, runtime);
        } catch (RuntimeException | InterruptedException failure) {
            runtime.close();
            throw failure;
        }
    }

    /// Then no request pays for a first time.
    private static void warmUp(ModelRuntime runtime, Consumer<String> waitsFor)
            throws InterruptedException {
        var log = new WarmUpLog();
        try {
            runtime.warmUp(progress -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the server stops");
                }
                log.accept(progress);
                waitsFor.accept("warming up " + progress.inWords());
            });
        } catch (CancellationException stopped) {
            throw (InterruptedException)
                    new InterruptedException("the warm-up was broken off").initCause(stopped);
        }
    }

    private static LoadedModel serve(
            ServerConfig config, EngineLimits limits, Tokenizer tokenizer, ModelRuntime runtime)
            throws InterruptedException {
        var name = config.modelName().isEmpty() ? runtime.geometry().name() : config.modelName();
        var served =
                new ServedModel(
                        name,
                        Instant.now(),
                        limits.maxModelLen(),
                        config.maxTokens(),
                        config.presets());
        var renderer = new HarmonyRenderer(tokenizer);
        var engine = new Engine(runtime, limits);
        try {
            generateOneToken(engine);
        } catch (RuntimeException | InterruptedException failure) {
            engine.close();
            throw failure;
        }
        return new LoadedModel(runtime, new Model(served, engine, tokenizer, renderer));
    }

    /// Only then is it true that the model answers.
    private static void generateOneToken(Engine engine) throws InterruptedException {
        var request = GenerationRequest.of(new int[] {0}, Sampling.greedy(), 1, Set.of());
        try (var generation = engine.submit(request)) {
            var event = generation.next();
            while (event instanceof GenerationEvent.Token) {
                event = generation.next();
            }
            if (event instanceof GenerationEvent.Failed(var cause, _)) {
                throw new ModelFailure("the model was loaded but could not generate", cause);
            }
        }
    }

    private static EngineLimits limits(ServerConfig config, ModelGeometry geometry) {
        var length =
                config.maxModelLen() == 0
                        ? geometry.maxPositions()
                        : Math.min(config.maxModelLen(), geometry.maxPositions());
        var sequences = orSuited(config.maxNumSeqs(), geometry, 16, 64);
        var tokens = orSuited(config.maxNumBatchedTokens(), geometry, 256, 2048);
        return new EngineLimits(
                sequences,
                tokens,
                Math.min(config.maxNumMixedTokens(), tokens),
                length,
                config.maxWaitingRequests(),
                Math.max(config.maxWaitingTokens(), length));
    }

    private static int orSuited(int configured, ModelGeometry geometry, int cpu, int cuda) {
        if (configured > 0) {
            return configured;
        }
        return switch (geometry.device()) {
            case CPU -> cpu;
            case CUDA -> cuda;
        };
    }

    @Override
    public void close() {
        model.engine().close();
        runtime.close();
    }
}
