package org.repartee.runtime;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `geometry.json`: a [ModelGeometry] as JSON.
final class GeometryJson {

    private static final int FORMAT = 1;

    private final JsonObject json;

    private GeometryJson(JsonObject json) {
        this.json = json;
    }

    static ModelGeometry read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelFailure(
                    "model folder %s does not exist; %s".formatted(folder, wayOut(folder)));
        }
        var file = folder.resolve(ModelGeometry.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            if (Files.isRegularFile(folder.resolve(GenaiConfigJson.FILE_NAME))) {
                return GenaiConfigJson.read(folder);
            }
            throw new ModelFailure(
                    "%s is missing, so %s is no exported model; %s"
                            .formatted(file, folder, wayOut(folder)));
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return new GeometryJson(reader.readObject()).geometry();
        } catch (IOException | JsonException | IllegalArgumentException e) {
            throw new ModelFailure(
                    "%s cannot be read: %s; %s".formatted(file, e.getMessage(), wayOut(folder)), e);
        }
    }

    /// What to do about a model folder that cannot be used: the end of each message about one.
    static String wayOut(Path folder) {
        return "export it again with deploy/repartee export CHECKPOINT " + folder;
    }

    static void write(ModelGeometry geometry, Path file) throws IOException {
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var writer = pretty.createWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(toJson(geometry));
        }
    }

    private static JsonObject toJson(ModelGeometry geometry) {
        var layerTypes = geometry.layerTypes().stream().map(LayerType::label).toList();
        var json =
                Json.createObjectBuilder()
                        .add("format", FORMAT)
                        .add("name", geometry.name())
                        .add("device", geometry.device().label())
                        .add("layer_types", Json.createArrayBuilder(layerTypes))
                        .add("hidden_size", geometry.hiddenSize())
                        .add("num_attention_heads", geometry.heads())
                        .add("num_key_value_heads", geometry.kvHeads())
                        .add("head_dim", geometry.headSize())
                        .add("vocab_size", geometry.vocabularySize())
                        .add("sliding_window", geometry.slidingWindow())
                        .add("num_local_experts", geometry.experts())
                        .add("num_experts_per_tok", geometry.expertsPerToken())
                        .add("max_position_embeddings", geometry.maxPositions())
                        .add("kv_cache_dtype", geometry.cacheType().label())
                        .add("eos_token_id", Json.createArrayBuilder(geometry.stopIds()));
        var files = Json.createArrayBuilder();
        geometry.files().forEach(file -> files.add(toJson(file)));
        return json.add("files", files).build();
    }

    private static JsonObject toJson(ModelFile file) {
        return Json.createObjectBuilder()
                .add("name", file.name())
                .add("bytes", file.bytes())
                .add("sha256", file.sha256())
                .build();
    }

    private ModelGeometry geometry() {
        var format = integer("format");
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "format must be %d, got %d".formatted(FORMAT, format));
        }
        return new ModelGeometry(
                text(json, "name"),
                label("device", text(json, "device"), Device.values(), Device::label),
                list("layer_types", JsonString.class, GeometryJson::layerType),
                integer("hidden_size"),
                integer("num_attention_heads"),
                integer("num_key_value_heads"),
                integer("head_dim"),
                integer("vocab_size"),
                integer("sliding_window"),
                integer("num_local_experts"),
                integer("num_experts_per_tok"),
                integer("max_position_embeddings"),
                label(
                        "kv_cache_dtype",
                        text(json, "kv_cache_dtype"),
                        CacheType.values(),
                        CacheType::label),
                list("eos_token_id", JsonNumber.class, id -> exactInt("eos_token_id", id)),
                list("files", JsonObject.class, GeometryJson::file));
    }

    private static LayerType layerType(JsonString value) {
        return label("layer_types", value.getString(), LayerType.values(), LayerType::label);
    }

    private static ModelFile file(JsonObject json) {
        return new ModelFile(
                text(json, "name"),
                value(json, "bytes", JsonNumber.class).longValueExact(),
                text(json, "sha256"));
    }

    private int integer(String field) {
        return exactInt(field, value(json, field, JsonNumber.class));
    }

    private static int exactInt(String field, JsonNumber number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(field + " must be an integer, got " + number, e);
        }
    }

    private static String text(JsonObject json, String field) {
        return value(json, field, JsonString.class).getString();
    }

    private <V extends JsonValue, T> List<T> list(
            String field, Class<V> type, Function<V, T> element) {
        return value(json, field, JsonArray.class).stream()
                .map(value -> element.apply(cast(field, value, type)))
                .toList();
    }

    private static <V extends JsonValue> V value(JsonObject json, String field, Class<V> type) {
        var value = json.get(field);
        if (value == null) {
            throw new IllegalArgumentException("field " + field + " is missing");
        }
        return cast(field, value, type);
    }

    private static <V extends JsonValue> V cast(String field, JsonValue value, Class<V> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "%s must be a %s, got %s".formatted(field, type.getSimpleName(), value));
        }
        return type.cast(value);
    }

    private static <T> T label(String field, String text, T[] all, Function<T, String> label) {
        for (var value : all) {
            if (label.apply(value).equals(text)) {
                return value;
            }
        }
        var allowed = List.of(all).stream().map(label).toList();
        throw new IllegalArgumentException(
                "%s must be one of %s, got \"%s\"".formatted(field, allowed, text));
    }
}
