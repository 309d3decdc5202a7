package org.repartee.engine.sampling;

import java.util.Optional;

/// The token that was chosen.
///
/// @param logprobs present if the request asked for log-probabilities
public record Sampled(int token, Optional<TokenLogprobs> logprobs) {}
