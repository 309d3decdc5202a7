package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.repartee.runtime.LayerType;

/// Reads `config.json` and `generation_config.json` of a checkpoint.
final class ConfigJson {

    private static final String FILE = "config.json";
    private static final String GENERATION_FILE = "generation_config.json";
    private static final String STOP_IDS = "eos_token_id";
    private static final double DEFAULT_BETA_FAST = 32;
    private static final double DEFAULT_BETA_SLOW = 1;
    private static final double DEFAULT_SWIGLU_LIMIT = 7;
    private static final double DEFAULT_RMS_NORM_EPS = 1e-5;

    private final JsonObject json;

    private ConfigJson(JsonObject json) {
        this.json = json;
    }

    /// @throws ExportFailure if the file is missing or a field is missing, mistyped or out of range
    static GptOssConfig read(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        var config =
                parse(file)
                        .orElseThrow(() ->
                                new ExportFailure(
                                        file
                                                + " is missing; CHECKPOINT must be the folder of a gpt-oss checkpoint"));
        var generation = folder.resolve(GENERATION_FILE);
        try {
            var stopIds = parse(generation).map(ConfigJson::stopIds).filter(ids -> !ids.isEmpty());
            return new ConfigJson(config).config(stopIds.orElseGet(() -> stopIds(config)));
        } catch (IllegalArgumentException | ClassCastException | ArithmeticException e) {
            throw new ExportFailure("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Optional<JsonObject> parse(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            throw new ExportFailure("%s is not JSON: %s".formatted(file, e.getMessage()), e);
        }
    }

    private GptOssConfig config(List<Integer> stopIds) {
        requireText(json, "model_type", "gpt_oss");
        requireText(json.getJsonObject("quantization_config"), "quant_method", "mxfp4");
        return new GptOssConfig(
                layerTypes(),
                integer("hidden_size"),
                integer("intermediate_size"),
                integer("num_attention_heads"),
                integer("num_key_value_heads"),
                integer("head_dim"),
                integer("vocab_size"),
                integer("sliding_window"),
                integer("num_local_experts"),
                integer("num_experts_per_tok"),
                integer("max_position_embeddings"),
                (float) number(json, "rms_norm_eps", DEFAULT_RMS_NORM_EPS),
                (float) number(json, "swiglu_limit", DEFAULT_SWIGLU_LIMIT),
                json.getBoolean("tie_word_embeddings", false),
                rope(),
                stopIds);
    }

    private List<LayerType> layerTypes() {
        var array = json.getJsonArray("layer_types");
        var layers = integer("num_hidden_layers");
        if (array == null || array.size() != layers) {
            throw new IllegalArgumentException(
                    "layer_types must have num_hidden_layers (%d) entries, got %s"
                            .formatted(layers, array));
        }
        return array.getValuesAs(JsonString.class).stream().map(ConfigJson::layerType).toList();
    }

    private static LayerType layerType(JsonString text) {
        for (var type : LayerType.values()) {
            if (type.label().equals(text.getString())) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "layer_types must be sliding_attention or full_attention, got " + text);
    }

    /// transformers up to 4 writes `rope_theta` and `rope_scaling`, 5 may write both into
    /// `rope_parameters`.
    private RopeScaling rope() {
        var key = json.containsKey("rope_parameters") ? "rope_parameters" : "rope_scaling";
        if (!(json.get(key) instanceof JsonObject rope)) {
            throw new IllegalArgumentException("rope_scaling is missing");
        }
        requireText(rope, "rope_type", "yarn");
        var holder = rope.containsKey("rope_theta") ? rope : json;
        return new RopeScaling(
                number(holder, "rope_theta", Double.NaN),
                number(rope, "factor", Double.NaN),
                number(rope, "beta_fast", DEFAULT_BETA_FAST),
                number(rope, "beta_slow", DEFAULT_BETA_SLOW),
                (int) number(rope, "original_max_position_embeddings", 0),
                rope.getBoolean("truncate", true));
    }

    private static List<Integer> stopIds(JsonObject json) {
        return switch (json.get(STOP_IDS)) {
            case JsonNumber id -> List.of(id.intValueExact());
            case JsonArray ids ->
                    ids.getValuesAs(JsonNumber.class).stream()
                            .map(JsonNumber::intValueExact)
                            .toList();
            case null -> List.of();
            case JsonValue other when other.equals(JsonValue.NULL) -> List.of();
            case JsonValue other ->
                    throw new IllegalArgumentException(
                            "eos_token_id must be an id or a list of ids, got " + other);
        };
    }

    private int integer(String field) {
        if (!(json.get(field) instanceof JsonNumber number)
                || !number.isIntegral()
                || number.longValue() < 1
                || number.longValue() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%s must be a positive integer, got %s".formatted(field, json.get(field)));
        }
        return number.intValue();
    }

    private static double number(JsonObject json, String field, double otherwise) {
        return switch (json.get(field)) {
            case JsonNumber number -> number.doubleValue();
            case null -> otherwise;
            case JsonValue value ->
                    throw new IllegalArgumentException(field + " must be a number, got " + value);
        };
    }

    private static void requireText(@Nullable JsonObject json, String field, String expected) {
        var found = json == null ? null : json.get(field);
        if (!(found instanceof JsonString text) || !text.getString().equals(expected)) {
            throw new IllegalArgumentException(
                    "%s must be \"%s\", got %s".formatted(field, expected, found));
        }
    }
}
