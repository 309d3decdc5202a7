package org.repartee.startup;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.repartee.engine.EngineLimits;

/// Every setting of the server, read from MicroProfile Config and checked once at start.
///
/// Defaults are in `META-INF/microprofile-config.properties`; an environment variable such as
/// `REPARTEE_MODEL_PATH` or a system property overrides them.
///
/// @param modelPath folder which `deploy/repartee export` wrote
/// @param modelName what clients put into `model`; empty: the name in the folder
/// @param limits bounds of the engine; `maxModelLen` 0: what the model was made for
/// @param kvBlocks KV blocks to hold; 0: room for `maxNumSeqs` / 2 sequences of full length
/// @param blockSize tokens per KV block, a power of two
/// @param threads threads of a forward pass on the CPU; 0: one per core
/// @param maxTokens most tokens of one answer
/// @param presets lengths which the page offers
record ServerConfig(
        Path modelPath,
        String modelName,
        EngineLimits limits,
        int kvBlocks,
        int blockSize,
        int threads,
        int maxTokens,
        List<Integer> presets) {

    static ServerConfig read(Config config) {
        return new ServerConfig(
                Path.of(config.getValue("repartee.model.path", String.class)),
                config.getOptionalValue("repartee.model.name", String.class).orElse(""),
                new EngineLimits(
                        number(config, "repartee.engine.max-num-seqs", 1),
                        number(config, "repartee.engine.max-num-batched-tokens", 1),
                        number(config, "repartee.engine.max-model-len", 0),
                        number(config, "repartee.engine.max-waiting-requests", 1),
                        number(config, "repartee.engine.max-waiting-tokens", 1)),
                number(config, "repartee.engine.num-kv-blocks", 0),
                number(config, "repartee.engine.block-size", 1),
                number(config, "repartee.engine.threads", 0),
                number(config, "repartee.chat.max-tokens", 16),
                presets(config));
    }

    private static int number(Config config, String key, int least) {
        var value = config.getValue(key, Integer.class);
        if (value < least) {
            throw new IllegalArgumentException(
                    key + " must be at least " + least + ", got " + value);
        }
        return value;
    }

    private static List<Integer> presets(Config config) {
        var key = "repartee.chat.presets";
        return Arrays.stream(config.getValue(key, int[].class)).boxed().toList();
    }
}
