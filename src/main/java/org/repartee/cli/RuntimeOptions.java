package org.repartee.cli;

import java.util.Locale;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.ModelOptions;
import org.repartee.runtime.ModelOptions.DeviceOptions;
import picocli.CommandLine.Option;

/// The options that say how a model is run.
final class RuntimeOptions {

    @Option(
            names = "--kv-blocks",
            defaultValue = "0",
            paramLabel = "N",
            description = "cache blocks; 0: what the memory holds (${DEFAULT-VALUE})")
    private int blocks;

    @Option(
            names = "--block-size",
            defaultValue = "0",
            paramLabel = "N",
            description = "tokens of a cache block; 0: what suits the device (${DEFAULT-VALUE})")
    private int blockSize;

    @Option(
            names = "--kv-cache-dtype",
            defaultValue = "AUTO",
            paramLabel = "auto|int8|fp8",
            description = "how keys and values are stored on cuda (auto)")
    private KvCacheDtype kvCacheDtype = KvCacheDtype.AUTO;

    @Option(
            names = "--gpu-memory-utilization",
            defaultValue = "0.9",
            paramLabel = "S",
            description = "share of the device's memory that may be in use (${DEFAULT-VALUE})")
    private double memoryShare;

    @Option(names = "--no-cuda-graphs", description = "do not record and replay decode steps")
    private boolean noGraphs;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "threads of a forward pass on the CPU; 0: one per core")
    private int threads;

    ModelOptions of(int maxTokens, int maxSequences, int maxLength) {
        return new ModelOptions(
                blocks,
                blockSize,
                maxTokens,
                maxSequences,
                maxLength,
                threads,
                new DeviceOptions(0, memoryShare, kvCacheDtype, !noGraphs));
    }

    String words() {
        return String.format(
                Locale.ROOT, "cache %s, graphs %s", kvCacheDtype.label(), noGraphs ? "off" : "on");
    }
}
