package org.repartee.startup;

import java.time.Instant;
import java.util.Set;
import org.repartee.chat.Model;
import org.repartee.chat.ServedModel;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
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

    static LoadedModel load(ServerConfig config) throws InterruptedException {
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
        var engine = new Engine(runtime, limits);
        var served =
                new ServedModel(
                        config.modelName().isEmpty() ? geometry.name() : config.modelName(),
                        Instant.now(),
                        limits.maxModelLen(),
                        config.maxTokens(),
                        config.presets());
        var loaded =
                new LoadedModel(
                        runtime,
                        new Model(served, engine, tokenizer, new HarmonyRenderer(tokenizer)));
        loaded.warmUp();
        return loaded;
    }

    private static EngineLimits limits(ServerConfig config, ModelGeometry geometry) {
        var length =
                config.maxModelLen() == 0
                        ? geometry.maxPositions()
                        : Math.min(config.maxModelLen(), geometry.maxPositions());
        return new EngineLimits(
                config.maxNumSeqs(),
                config.maxNumBatchedTokens(),
                length,
                config.maxWaitingRequests(),
                Math.max(config.maxWaitingTokens(), length));
    }

    /// Generates one token: only then is it true that the model answers.
    private void warmUp() throws InterruptedException {
        var request = GenerationRequest.of(new int[] {0}, Sampling.greedy(), 1, Set.of());
        try (var generation = model.engine().submit(request)) {
            var event = generation.next();
            while (event instanceof GenerationEvent.Token) {
                event = generation.next();
            }
            if (event instanceof GenerationEvent.Failed(var cause, _)) {
                close();
                throw new ModelFailure("the model was loaded but could not generate", cause);
            }
        }
    }

    @Override
    public void close() {
        model.engine().close();
        runtime.close();
    }
}
