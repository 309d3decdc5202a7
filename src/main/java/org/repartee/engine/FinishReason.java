package org.repartee.engine;

/// Why a generation ended without a failure.
public enum FinishReason {
    /// A stop id was generated; it was delivered as the last token.
    STOP,
    /// `maxTokens` tokens were generated.
    LENGTH,
    /// The caller closed the generation, or the engine was closed.
    CANCELLED,
    /// The request's timeout passed.
    DEADLINE
}
