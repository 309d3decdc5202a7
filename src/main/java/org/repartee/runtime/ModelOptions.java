package org.repartee.runtime;

/// How a model is run, whatever it was exported for.
///
/// @param blocks cache blocks; 0: as many as the device's memory share holds, on the CPU room for
///   half of `maxSequences` at full length
/// @param blockSize tokens of a cache block, a power of two; 0: what suits the device
/// @param maxTokens most tokens of one step
/// @param maxSequences most sequences of one step
/// @param maxLength most tokens of one sequence
/// @param threads threads of one operator on the CPU; 0: one per processor
/// @param device what only devices with memory of their own need
public record ModelOptions(
        int blocks,
        int blockSize,
        int maxTokens,
        int maxSequences,
        int maxLength,
        int threads,
        DeviceOptions device) {

    public ModelOptions {
        require("num-kv-blocks", blocks, 0);
        require("block-size", blockSize, 0);
        require("max-num-batched-tokens", maxTokens, 1);
        require("max-num-seqs", maxSequences, 1);
        require("max-model-len", maxLength, 1);
        require("threads", threads, 0);
    }

    ModelOptions withBlocks(int blocks) {
        return new ModelOptions(
                blocks, blockSize, maxTokens, maxSequences, maxLength, threads, device);
    }

    /// @param deviceId which device, from 0
    /// @param memoryShare how much of the device's memory may be in use, within (0, 1]
    /// @param kvCacheDtype how keys and values are stored
    /// @param graphs whether decode steps are recorded once and replayed
    public record DeviceOptions(
            int deviceId, double memoryShare, KvCacheDtype kvCacheDtype, boolean graphs) {

        public DeviceOptions {
            require("device-id", deviceId, 0);
            if (!(memoryShare > 0 && memoryShare <= 1)) {
                throw new IllegalArgumentException(
                        "gpu-memory-utilization must be within (0, 1], got " + memoryShare);
            }
        }

        /// The first device, nine tenths of its memory, the model's own cache type, graphs.
        public static DeviceOptions standard() {
            return new DeviceOptions(0, 0.9, KvCacheDtype.AUTO, true);
        }
    }

    private static void require(String field, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, got %d".formatted(field, least, value));
        }
    }
}
