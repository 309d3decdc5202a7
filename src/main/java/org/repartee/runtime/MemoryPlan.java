package org.repartee.runtime;

import java.util.Locale;
import org.repartee.runtime.cuda.Accelerator.Memory;

/// What a device's memory is used for, in bytes.
///
/// @param total memory of the device
/// @param share how much of it may be in use, within (0, 1]
/// @param others in use before the model was loaded, by whomever
/// @param weights what loading the model took
/// @param workspace what the largest step took beside the cache
/// @param blockBytes bytes of a cache block
record MemoryPlan(
        long total, double share, long others, long weights, long workspace, long blockBytes) {

    private static final double GIGABYTE = 1e9;
    private static final int CONVERSATION = 8192;

    /// @param before free and total memory before the model was loaded
    /// @param loaded after it was loaded
    /// @param run after the largest step, while a cache of `testedBlocks` was there
    static MemoryPlan of(
            double share,
            Memory before,
            Memory loaded,
            Memory run,
            long blockBytes,
            int testedBlocks) {
        return new MemoryPlan(
                before.total(),
                share,
                before.total() - before.free(),
                before.free() - loaded.free(),
                Math.max(0, loaded.free() - run.free() - testedBlocks * blockBytes),
                blockBytes);
    }

    /// Bytes that the cache may take.
    long cache() {
        return (long) (share * total) - others - weights - workspace;
    }

    /// Cache blocks for sequences, beside the one for padding.
    ///
    /// @throws ModelFailure if they do not hold one sequence of `maxLength`
    int blocks(int blockSize, int maxLength) {
        var most = Integer.MAX_VALUE / blockSize - 1L;
        var blocks = (int) Math.min(most, Math.max(0, cache()) / blockBytes - 1);
        var needed = Math.ceilDiv(maxLength, blockSize);
        if (blocks < needed) {
            throw new ModelFailure(
                    "the device's memory must hold one sequence of %d tokens (%s), but of %s only %s are left for the cache: %s; lower max-model-len or max-num-batched-tokens, raise gpu-memory-utilization, or store the cache in int8 (kv-cache-dtype)"
                            .formatted(
                                    maxLength,
                                    gigabytes((needed + 1) * blockBytes),
                                    gigabytes(total),
                                    gigabytes(Math.max(0, cache())),
                                    uses()));
        }
        return blocks;
    }

    /// The plan as people read it.
    String inWords(int blocks, int blockSize) {
        var tokens = (long) blocks * blockSize;
        return "%s; cache %s: %d blocks of %d tokens, %,d tokens, %d conversations of 8K"
                .formatted(
                        uses(),
                        gigabytes(blocks * blockBytes),
                        blocks,
                        blockSize,
                        tokens,
                        tokens / CONVERSATION);
    }

    private String uses() {
        return "%s × %.2f may be used, in use before %s, weights %s, workspace of the largest step %s"
                .formatted(
                        gigabytes(total),
                        share,
                        gigabytes(others),
                        gigabytes(weights),
                        gigabytes(workspace));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / GIGABYTE);
    }
}
