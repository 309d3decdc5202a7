package org.repartee.runtime;

/// A loaded model with its paged key and value cache.
///
/// Not thread-safe: one thread, the engine's, makes all calls.
public interface ModelRuntime extends AutoCloseable {

    /// What the model is: layers, heads, vocabulary, stop ids.
    ModelGeometry geometry();

    /// How many cache blocks exist; block ids are `0 … blockCount() - 1`.
    int blockCount();

    /// How many tokens one cache block holds, the same in every layer.
    int blockSize();

    /// Computes one step: writes keys and values of every token of `batch` into the cache and
    /// returns the logits of each sequence's last token.
    ///
    /// The logits are valid until the next call.
    ///
    /// @throws ModelFailure if the step cannot be computed; the cache contents of the batch's own
    ///   slots are then undefined, all other slots keep theirs
    Logits forward(StepBatch batch);

    /// Copies keys and values of all layers from block `source` to block `target`.
    void copyBlock(int source, int target);

    /// Frees the model and its cache. Idempotent.
    @Override
    void close();
}
