package org.repartee.chat;

/// Tells the model how much room its answer has, so that it ends in time instead of being cut off.
public final class Brevity {

    /// English text has about four words for five tokens of the answer; a third is left for the
    /// reasoning and for languages that need more.
    private static final double WORDS_PER_TOKEN = 0.5;

    private Brevity() {}

    /// A sentence for the instructions.
    ///
    /// @param maxTokens most tokens of the answer, reasoning included
    public static String of(int maxTokens) {
        return "The whole answer has room for %d tokens, about %d words, reasoning included: be complete within that."
                .formatted(maxTokens, Math.max(1, Math.round(maxTokens * WORDS_PER_TOKEN)));
    }
}
