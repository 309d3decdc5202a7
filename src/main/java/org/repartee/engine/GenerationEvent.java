package org.repartee.engine;

import java.util.Optional;
import org.repartee.engine.sampling.TokenLogprobs;

/// What a generation tells its caller: any number of tokens, then exactly one `Finished` or
/// `Failed`.
public sealed interface GenerationEvent {

    /// A generated token.
    ///
    /// @param logprobs present if the request asked for them and the model chose this token; a
    ///   token that the request's guide appended has none
    /// @param at stamp of `System.nanoTime()`: when the engine had it
    record Token(int id, Optional<TokenLogprobs> logprobs, long at) implements GenerationEvent {}

    /// The generation ended as it should.
    record Finished(FinishReason reason, Timeline timeline) implements GenerationEvent {}

    /// The generation broke. Other generations may go on.
    ///
    /// @param cause what broke it, for the log
    record Failed(RuntimeException cause, Timeline timeline) implements GenerationEvent {}
}
