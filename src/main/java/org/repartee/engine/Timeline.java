package org.repartee.engine;

import java.util.OptionalLong;

/// What became of a request and when. Times are stamps of `System.nanoTime()`.
///
/// @param submitted when the engine accepted the request
/// @param scheduled when it was first part of a step
/// @param firstToken when the first token was chosen; it is delivered as soon as the next step is
///   launched
/// @param lastToken when the most recent token was chosen
/// @param finished when the generation ended
/// @param promptTokens tokens of the prompt
/// @param cachedTokens prompt tokens that needed no computing because the prefix cache held them
/// @param generatedTokens tokens delivered, sampled and forced ones alike
/// @param preemptions how often the request gave its blocks to an earlier one and was recomputed
public record Timeline(
        long submitted,
        OptionalLong scheduled,
        OptionalLong firstToken,
        OptionalLong lastToken,
        long finished,
        int promptTokens,
        int cachedTokens,
        int generatedTokens,
        int preemptions) {}
