package org.repartee.export;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.repartee.runtime.LayerType;

/// What `config.json` says, under its names.
///
/// @param name `_name_or_path`, else the folder's name
/// @param rope rotary embedding with YaRN
/// @param swigluLimit bound of the experts' gate and linear halves
/// @param stopIds `eos_token_id` of `generation_config.json`, else of `config.json`; may be empty
record CheckpointConfig(
        String name,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int kvHeads,
        int headSize,
        int vocabularySize,
        int slidingWindow,
        int experts,
        int expertsPerToken,
        int maxPositions,
        double normEpsilon,
        double swigluLimit,
        List<LayerType> layerTypes,
        Yarn rope,
        List<Integer> stopIds) {

    private static final double SWIGLU_LIMIT = 7.0;

    CheckpointConfig {
        layerTypes = List.copyOf(layerTypes);
        stopIds = List.copyOf(stopIds);
        requireMultiple("hidden_size", hiddenSize);
        requireMultiple("intermediate_size", intermediateSize);
    }

    static CheckpointConfig of(Path folder, JsonObject json) {
        var reader = new Fields(folder.resolve("config.json"), json);
        return new CheckpointConfig(
                reader.text("_name_or_path", "").isBlank()
                        ? folder.toAbsolutePath().normalize().getFileName().toString()
                        : reader.text("_name_or_path", ""),
                reader.integer("hidden_size"),
                reader.integer("intermediate_size"),
                reader.integer("num_attention_heads"),
                reader.integer("num_key_value_heads"),
                reader.integer("head_dim"),
                reader.integer("vocab_size"),
                reader.integer("sliding_window"),
                reader.integer("num_local_experts"),
                reader.integer("num_experts_per_tok"),
                reader.integer("max_position_embeddings"),
                reader.number("rms_norm_eps"),
                reader.number("swiglu_limit", SWIGLU_LIMIT),
                layerTypes(reader),
                rope(reader),
                stopIds(folder, json));
    }

    int layers() {
        return layerTypes.size();
    }

    private static void requireMultiple(String field, int value) {
        if (value % Mxfp4.BLOCK != 0) {
            throw new ExportFailure(
                    "%s must be a multiple of %d, the block of MXFP4, got %d"
                            .formatted(field, Mxfp4.BLOCK, value));
        }
    }

    private static List<LayerType> layerTypes(Fields config) {
        var layers = config.integer("num_hidden_layers");
        if (!config.has("layer_types")) {
            return IntStream.range(0, layers)
                    .mapToObj(i ->
                            i % 2 == 0 ? LayerType.SLIDING_ATTENTION : LayerType.FULL_ATTENTION)
                    .toList();
        }
        var types =
                config.array("layer_types").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .map(label -> layerType(config, label))
                        .toList();
        if (types.size() != layers) {
            throw config.wrong("layer_types", "list " + layers + " layers", types.size());
        }
        return types;
    }

    private static LayerType layerType(Fields config, String label) {
        try {
            return LayerType.valueOf(label.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw config.wrong("layer_types", "name sliding_attention or full_attention", label);
        }
    }

    /// Newer checkpoints keep everything in `rope_parameters`, published ones in `rope_scaling`.
    private static Yarn rope(Fields config) {
        var scaling =
                config.object(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        var type = scaling.text("rope_type", "yarn");
        if (!type.equals("yarn")) {
            throw scaling.wrong("rope_type", "be yarn", type);
        }
        var theta =
                scaling.has("rope_theta")
                        ? scaling.number("rope_theta")
                        : config.number("rope_theta");
        return new Yarn(
                config.integer("head_dim"),
                theta,
                scaling.number("factor"),
                scaling.number("beta_fast", 32),
                scaling.number("beta_slow", 1),
                scaling.integer("original_max_position_embeddings"),
                scaling.flag("truncate", true));
    }

    private static List<Integer> stopIds(Path folder, JsonObject config) {
        var generation = folder.resolve("generation_config.json");
        var json = Files.isRegularFile(generation) ? Checkpoint.json(generation) : config;
        var value = json.getOrDefault("eos_token_id", JsonValue.NULL);
        return switch (value.getValueType()) {
            case NUMBER -> List.of(((JsonNumber) value).intValueExact());
            case ARRAY ->
                    value.asJsonArray().getValuesAs(JsonNumber.class).stream()
                            .map(JsonNumber::intValueExact)
                            .toList();
            case NULL -> List.of();
            case OBJECT, STRING, TRUE, FALSE ->
                    throw new ExportFailure(
                            "eos_token_id in %s must be a number or a list of numbers, got %s"
                                    .formatted(folder, value));
        };
    }
}
