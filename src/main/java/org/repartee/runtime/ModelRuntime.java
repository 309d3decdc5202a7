package org.repartee.runtime;

import java.util.function.Consumer;

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

    /// Whether prompts and answers are computed faster in steps of their own than in one.
    default boolean separatesPrompts() {
        return false;
    }

    /// Computes each kind of step that serving can meet once, so that no request pays for a first
    /// call. Before the first [#launch].
    ///
    /// @param progress told after each kind
    /// @throws ModelFailure if one cannot be computed
    default void warmUp(Consumer<WarmUp> progress) {}

    /// Kinds of steps that were met for the first time after [#warmUp]; 0 if it was complete, or if
    /// a first call costs nothing here.
    default int coldShapes() {
        return 0;
    }

    /// Starts one step: writes keys and values of every token of `batch` into the cache and scores
    /// the token that follows each row's last one. Returns at once; the step is computed by the
    /// time [#await] returns, and `batch` must stay as it is until then.
    ///
    /// @throws ModelFailure if the step cannot be computed; the cache contents of the batch's own
    ///   slots are then undefined, all other slots keep theirs
    void launch(StepBatch batch);

    /// Waits for the step launched last. The result is valid until the next launch.
    ///
    /// @throws ModelFailure as [#launch]
    StepResult await();

    /// [#launch] and [#await] in one.
    default StepResult forward(StepBatch batch) {
        launch(batch);
        return await();
    }

    /// Copies keys and values of all layers from block `source` to block `target`. Between
    /// [#launch] and [#await] it may be done before or after the step, which neither writes
    /// `source` nor knows `target`.
    void copyBlock(int source, int target);

    /// Makes session and cache anew after [DeviceLost]; the cache is empty then.
    ///
    /// @throws ModelFailure if it cannot be done, or if nothing here can be lost
    default void rebuild() {
        throw new ModelFailure("this runtime computes in host memory and has no device to rebuild");
    }

    /// Frees the model and its cache. Idempotent.
    @Override
    void close();
}
