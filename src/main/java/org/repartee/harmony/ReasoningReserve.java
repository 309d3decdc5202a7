package org.repartee.harmony;

import java.util.function.IntFunction;
import org.repartee.tokenizer.Tokenizer;

/// Keeps room for the answer: watches one generation and, when only `reserve` of its `maxTokens`
/// tokens are left and the model is still reasoning, opens the answer in its place.
///
/// The engine's guide: called with each generated id, returns the ids to be appended unsampled. One
/// object per request, used by one thread.
public final class ReasoningReserve implements IntFunction<int[]> {

    /// @param maxTokens most tokens of the generation, openers included, at least 1
    /// @param reserve tokens kept for the opener and the answer, within [0, maxTokens]
    public ReasoningReserve(Tokenizer tokenizer, int maxTokens, int reserve) {
        throw new UnsupportedOperationException(tokenizer.name() + maxTokens + reserve);
    }

    @Override
    public int[] apply(int token) {
        throw new UnsupportedOperationException();
    }

    /// Whether the answer was opened in the model's place.
    public boolean forced() {
        throw new UnsupportedOperationException();
    }
}
