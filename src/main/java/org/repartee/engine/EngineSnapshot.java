package org.repartee.engine;

/// The engine's state and its counters since the start.
///
/// State is as of the last step, except for what waits, which is as of now.
///
/// @param state whether the engine takes requests
/// @param running sequences that hold blocks
/// @param waiting requests that wait for their first step, or for another one after a preemption
/// @param waitingTokens tokens that those must have computed
/// @param freeBlocks KV blocks that hold nothing
/// @param cachedBlocks KV blocks that hold a prefix nobody uses at the moment; evicted when needed
/// @param ownedBlocks KV blocks of running sequences; free + cached + owned = all
/// @param promptTokens prompt tokens of all requests that were scheduled
/// @param prefixHitTokens those of them that the prefix cache held
/// @param generatedTokens tokens generated
/// @param preemptions sequences that gave up their blocks to be recomputed later
/// @param steps forward passes, failed ones included
/// @param failedSteps forward passes that failed, losses of the device included
/// @param fullRowFetches rows of logits fetched from the device because their largest ones did not
///   decide the next token
/// @param coldShapes kinds of steps that the runtime met for the first time after its warm-up
public record EngineSnapshot(
        EngineState state,
        int running,
        int waiting,
        int waitingTokens,
        int freeBlocks,
        int cachedBlocks,
        int ownedBlocks,
        long promptTokens,
        long prefixHitTokens,
        long generatedTokens,
        long preemptions,
        long steps,
        long failedSteps,
        long fullRowFetches,
        int coldShapes) {

    EngineSnapshot withWaiting(int requests, int tokens) {
        return new EngineSnapshot(
                state,
                running,
                requests,
                tokens,
                freeBlocks,
                cachedBlocks,
                ownedBlocks,
                promptTokens,
                prefixHitTokens,
                generatedTokens,
                preemptions,
                steps,
                failedSteps,
                fullRowFetches,
                coldShapes);
    }
}
