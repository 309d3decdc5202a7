package org.repartee.engine.sampling;

import java.util.List;

/// The chosen token's log-probability beside those of the most likely tokens, best first.
///
/// @param top as many as were asked for (0 to 20); the chosen token is among them only if it is
///   that likely
public record TokenLogprobs(TokenLogprob chosen, List<TokenLogprob> top) {
    public TokenLogprobs {
        top = List.copyOf(top);
    }
}
