package org.repartee.startup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.repartee.chat.ChatLimits;
import org.repartee.runtime.KvCacheDtype;
import org.repartee.runtime.ModelOptions.DeviceOptions;

/// Every setting of the server, read from MicroProfile Config and checked once at start.
///
/// Defaults stand in `META-INF/microprofile-config.properties`; an environment variable such as
/// `REPARTEE_MODEL_PATH` or a system property overrides them.
///
/// @param modelPath folder which `deploy/repartee export` wrote
/// @param modelName what clients put into `model`; empty: the name in the folder
/// @param maxNumSeqs most requests computed together; 0: what suits the device
/// @param maxNumBatchedTokens most tokens of one step; 0: what suits the device
/// @param maxNumMixedTokens most tokens of a step that computes prompts beside answers
/// @param maxModelLen most tokens of a prompt and its answer, within what the model was made for;
///   0: that
/// @param maxWaitingRequests most requests that wait
/// @param maxWaitingTokens most prompt tokens that wait
/// @param kvBlocks KV blocks to hold; 0: on the CPU room for half of `maxNumSeqs` at full length,
///   on CUDA what the device's memory share holds
/// @param blockSize tokens per KV block, a power of two; 0: what suits the device
/// @param threads threads of a forward pass on the CPU; 0: one per core
/// @param device what only CUDA needs
/// @param maxTokens most tokens of one answer
/// @param presets lengths which the page offers
/// @param stepTimeout a forward pass that takes longer hangs
record ServerConfig(
        Path modelPath,
        String modelName,
        int maxNumSeqs,
        int maxNumBatchedTokens,
        int maxNumMixedTokens,
        int maxModelLen,
        int maxWaitingRequests,
        int maxWaitingTokens,
        int kvBlocks,
        int blockSize,
        int threads,
        DeviceOptions device,
        int maxTokens,
        List<Integer> presets,
        Duration stepTimeout) {

    private static final String PRESETS = "repartee.chat.presets";

    ServerConfig {
        presets = List.copyOf(presets);
        for (var preset : presets) {
            if (preset < 1 || preset > maxTokens) {
                throw new IllegalArgumentException(
                        "%s must be within [1, repartee.chat.max-tokens = %d], got %d"
                                .formatted(PRESETS, maxTokens, preset));
            }
        }
    }

    static ServerConfig read(Config config) {
        return new ServerConfig(
                Path.of(config.getValue("repartee.model.path", String.class)),
                config.getOptionalValue("repartee.model.name", String.class).orElse(""),
                number(config, "repartee.engine.max-num-seqs", 0),
                number(config, "repartee.engine.max-num-batched-tokens", 0),
                number(config, "repartee.engine.max-num-mixed-tokens", 1),
                number(config, "repartee.engine.max-model-len", 0),
                number(config, "repartee.engine.max-waiting-requests", 1),
                number(config, "repartee.engine.max-waiting-tokens", 1),
                number(config, "repartee.engine.num-kv-blocks", 0),
                number(config, "repartee.engine.block-size", 0),
                number(config, "repartee.engine.threads", 0),
                device(config),
                number(config, "repartee.chat.max-tokens", 1),
                Arrays.stream(config.getValue(PRESETS, Integer[].class)).toList(),
                Duration.parse(config.getValue("repartee.health.step-timeout", String.class)));
    }

    private static DeviceOptions device(Config config) {
        return new DeviceOptions(
                number(config, "repartee.engine.device-id", 0),
                config.getValue("repartee.engine.gpu-memory-utilization", Double.class),
                KvCacheDtype.of(config.getValue("repartee.engine.kv-cache-dtype", String.class)),
                config.getValue("repartee.engine.cuda-graphs", Boolean.class));
    }

    static ChatLimits chatLimits(Config config) {
        return new ChatLimits(
                Duration.parse(config.getValue("repartee.chat.timeout", String.class)),
                number(config, "repartee.chat.answer-reserve", 0),
                config.getValue("repartee.chat.temperature", Float.class),
                number(config, "repartee.chat.question-length", 1));
    }

    private static int number(Config config, String key, int least) {
        var value = config.getValue(key, Integer.class);
        if (value < least) {
            throw new IllegalArgumentException(
                    key + " must be at least " + least + ", got " + value);
        }
        return value;
    }
}
