package org.repartee.cli;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.repartee.engine.sampling.Sampling;
import picocli.CommandLine.Option;

/// The options that say how tokens are chosen and how many.
final class SamplingOptions {

    @Option(
            names = "--max-tokens",
            defaultValue = "256",
            paramLabel = "N",
            description = "most tokens to generate (${DEFAULT-VALUE})")
    private int maxTokens;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            paramLabel = "T",
            description = "0 takes the most likely token each time (${DEFAULT-VALUE})")
    private float temperature;

    @Option(
            names = "--top-p",
            defaultValue = "1",
            paramLabel = "P",
            description = "sample within this probability mass (${DEFAULT-VALUE})")
    private float topP;

    @Option(
            names = "--top-k",
            defaultValue = "0",
            paramLabel = "K",
            description = "sample among so many tokens; 0: all (${DEFAULT-VALUE})")
    private int topK;

    @Option(names = "--seed", paramLabel = "N", description = "makes sampling reproducible")
    private @Nullable Long seed;

    int maxTokens() {
        return maxTokens;
    }

    /// @throws IllegalArgumentException if a value is out of its range
    Sampling sampling() {
        return new Sampling(
                temperature,
                topP,
                topK,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                0f,
                0f,
                1f,
                Map.of());
    }
}
