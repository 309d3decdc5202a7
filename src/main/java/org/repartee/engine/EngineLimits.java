package org.repartee.engine;

/// How much the engine takes on at once. `maxNumSeqs`, `maxNumBatchedTokens` and `maxModelLen` are
/// vLLM's names.
///
/// @param maxNumSeqs sequences that run at the same time, at least 1
/// @param maxNumBatchedTokens tokens of one step over all sequences, at least `maxNumSeqs`, so that
///   every running sequence can take a step
/// @param maxNumMixedTokens tokens of a step that computes prompts beside answers, within
///   `[maxNumSeqs, maxNumBatchedTokens]`: every answer waits for the whole step, so this bounds the
///   time between its tokens
/// @param maxModelLen tokens of one sequence, prompt and answer together, at least 2
/// @param maxWaitingRequests requests that wait to be scheduled, at least 1; preempted ones count,
///   but are never refused
/// @param maxWaitingTokens prompt tokens of all waiting requests together, at least `maxModelLen`,
///   so that any prompt can wait alone
public record EngineLimits(
        int maxNumSeqs,
        int maxNumBatchedTokens,
        int maxNumMixedTokens,
        int maxModelLen,
        int maxWaitingRequests,
        int maxWaitingTokens) {

    /// As the other constructor; prompts beside answers may be as large as alone.
    public EngineLimits(
            int maxNumSeqs,
            int maxNumBatchedTokens,
            int maxModelLen,
            int maxWaitingRequests,
            int maxWaitingTokens) {
        this(
                maxNumSeqs,
                maxNumBatchedTokens,
                maxNumBatchedTokens,
                maxModelLen,
                maxWaitingRequests,
                maxWaitingTokens);
    }

    public EngineLimits {
        require("max_num_seqs", maxNumSeqs, 1, "");
        require(
                "max_num_batched_tokens",
                maxNumBatchedTokens,
                maxNumSeqs,
                " (the number of sequences)");
        require(
                "max_num_mixed_tokens",
                maxNumMixedTokens,
                maxNumSeqs,
                " (the number of sequences)");
        if (maxNumMixedTokens > maxNumBatchedTokens) {
            throw new IllegalArgumentException(
                    "max_num_mixed_tokens must be at most %d (max_num_batched_tokens), got %d"
                            .formatted(maxNumBatchedTokens, maxNumMixedTokens));
        }
        require("max_model_len", maxModelLen, 2, "");
        require("max_waiting_requests", maxWaitingRequests, 1, "");
        require("max_waiting_tokens", maxWaitingTokens, maxModelLen, " (max_model_len)");
    }

    private static void require(String name, int value, int least, String why) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + why + ", got " + value);
        }
    }
}
