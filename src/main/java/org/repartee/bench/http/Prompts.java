package org.repartee.bench.http;

import java.util.SplittableRandom;

/// Prompts of random words, the same for the same seed, each different from its first word on: what
/// one left in the server's prefix cache helps no other.
///
/// @param seed of a run: a second run with the same seed finds its prompts in the cache
/// @param length tokens of a prompt, the server's template included
/// @param sharedTokens tokens at the beginning that all prompts share; 0 for none
public record Prompts(long seed, TokenRange length, int sharedTokens, PromptLengths lengths) {

    /// Far apart, so that the streams of neighbouring seeds and requests do not meet.
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    public Prompts {
        if (sharedTokens < 0 || sharedTokens >= length.from()) {
            throw new IllegalArgumentException(
                    "--shared-prefix must be at least 0 and below --prompt-tokens %s, got %d"
                            .formatted(length, sharedTokens));
        }
    }

    /// The prompt of the `index`-th request.
    String of(long index) {
        var random = new SplittableRandom(seed + (index + 1) * STRIDE);
        var words = lengths.words(length.draw(random));
        if (sharedTokens == 0) {
            return Words.random(random, words);
        }
        var shared = Math.min(lengths.words(sharedTokens), words - 1);
        return Words.random(new SplittableRandom(seed), shared)
                + " "
                + Words.random(random, words - shared);
    }
}
