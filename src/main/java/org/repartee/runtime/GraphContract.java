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

    /// int32 `[T]`: where each new token's key and value go, `block * block size + offset`.
    public static final String SLOT_MAPPING = "slot_mapping";

    /// int32 `[2]`, in host memory: upper bounds of new tokens and of all tokens of a sequence.
    public static final String ATTENTION_METADATA = "attention_metadata";

    /// float32 `[B, vocabulary]`: the logits of each sequence's last new token.
    public static final String LOGITS = "logits";

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
