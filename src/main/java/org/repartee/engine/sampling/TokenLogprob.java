package org.repartee.engine.sampling;

/// A token and its natural log-probability in the model's raw distribution: before bias, penalties
/// and temperature, as OpenAI reports it.
public record TokenLogprob(int token, float logprob) {}
