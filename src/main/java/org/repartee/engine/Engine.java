package org.repartee.engine;

import org.repartee.runtime.ModelRuntime;

/// Prompts in, tokens out, many at once.
public final class Engine implements AutoCloseable {

    public Engine(ModelRuntime runtime, EngineLimits limits) {
        throw new UnsupportedOperationException();
    }

    public Generation submit(GenerationRequest request) {
        throw new UnsupportedOperationException();
    }

    public EngineSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
