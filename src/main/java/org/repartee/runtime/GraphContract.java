package org.repartee.runtime;

/// Names of the graph's inputs and outputs: what Microsoft's model builder calls a paged decoder's
/// tensors, and `slot_mapping`.
///
/// `T` new tokens of `B` sequences, `T = cumulative_sequence_lengths[B]`.
public final class GraphContract {

    /// int64 `[T]`.
    public static final String INPUT_IDS = "input_ids";

    /// int32 `[B + 1]`: where each sequence's new tokens begin, and their number at the end.
    public static final String CUMULATIVE_SEQUENCE_LENGTHS = "cumulative_sequence_lengths";

    /// int32 `[B]`: cached tokens before the new ones.
    public static final String PAST_SEQUENCE_LENGTHS = "past_sequence_lengths";

    /// int32 `[B, blocks]`: each sequence's cache blocks, oldest tokens first.
    public static final String BLOCK_TABLE = "block_table";

    /// int32 `[B, blocks]`, optional: [#BLOCK_TABLE] for layers with a sliding window.
    public static final String BLOCK_TABLE_WINDOWED = "block_table_windowed";

    /// int32 `[T]`, optional on CUDA: where each new token's key and value go, `block * block size
    /// + offset`.
    public static final String SLOT_MAPPING = "slot_mapping";

    /// int32 `[2]`, in host memory: upper bounds of new tokens and of all tokens of a sequence. In
    /// a graph that wants three, 0 follows: no lower bound is known.
    public static final String ATTENTION_METADATA = "attention_metadata";

    /// `[B, vocabulary]`, float32, on CUDA also float16 or bfloat16: the logits of each sequence's
    /// last new token.
    public static final String LOGITS = "logits";

    /// float32 `[B]`, optional: the temperature at which each row is sampled, above 0.
    public static final String TEMPERATURE = "temperature";

    /// int32 `[B, candidates]`, optional: the tokens with the largest logits, largest first.
    public static final String CANDIDATE_IDS = "candidate_ids";

    /// float32 `[B, candidates]`, with [#CANDIDATE_IDS]: their logits.
    public static final String CANDIDATE_LOGITS = "candidate_logits";

    /// float32 `[B]`, with [#CANDIDATE_IDS]: `log Σ exp(logit / temperature)` over the vocabulary.
    public static final String LOG_SUM_EXP = "log_sum_exp";

    /// float32 `[B]`, with [#CANDIDATE_IDS]: `log Σ exp(logit)` over the vocabulary.
    public static final String RAW_LOG_SUM_EXP = "raw_log_sum_exp";

    private GraphContract() {}

    /// `[blocks, block size, key and value heads, head size]`.
    public static String pastKey(int layer) {
        return "past_key_values." + layer + ".key";
    }

    /// Shaped like [#pastKey].
    public static String pastValue(int layer) {
        return "past_key_values." + layer + ".value";
    }

    /// The updated [#pastKey]; bound to the same memory, it is updated in place.
    public static String presentKey(int layer) {
        return "present." + layer + ".key";
    }

    /// The updated [#pastValue].
    public static String presentValue(int layer) {
        return "present." + layer + ".value";
    }
}
