package org.repartee.runtime;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// `genai_config.json`: what Microsoft's model builder says about the models that it makes. Such a
/// folder has no `geometry.json`, and its file sizes are not known.
final class GenaiConfigJson {

    static final String FILE_NAME = "genai_config.json";

    private static final String GRAPH = "model.onnx";

    private final Path folder;
    private final JsonObject model;

    private GenaiConfigJson(Path folder, JsonObject model) {
        this.folder = folder;
        this.model = model;
    }

    /// Its layers count as full and its experts as one, because nobody tells; whatever they are,
    /// the graph computes them.
    ///
    /// @throws ModelFailure if the file cannot be read, or something is missing in it
    static ModelGeometry read(Path folder) {
        var file = folder.resolve(FILE_NAME);
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return new GenaiConfigJson(folder, object(reader.readObject(), "model")).geometry();
        } catch (IOException | JsonException | IllegalArgumentException e) {
            throw new ModelFailure(
                    "%s cannot be read: %s; make the model again with use_paged_attention=true, or export the checkpoint with deploy/repartee export"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private ModelGeometry geometry() {
        var decoder = object(model, "decoder");
        var graph = decoder.getString("filename", GRAPH);
        if (!graph.equals(GRAPH)) {
            throw new IllegalArgumentException(
                    "decoder.filename must be %s, got %s".formatted(GRAPH, graph));
        }
        var positions = integer(model, "context_length");
        return new ModelGeometry(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                // PagedAttention has no other kernels.
                Device.CUDA,
                Collections.nCopies(
                        integer(decoder, "num_hidden_layers"), LayerType.FULL_ATTENTION),
                integer(decoder, "hidden_size"),
                integer(decoder, "num_attention_heads"),
                integer(decoder, "num_key_value_heads"),
                integer(decoder, "head_size"),
                integer(model, "vocab_size"),
                positions,
                1,
                1,
                positions,
                // The graph says which.
                CacheType.FLOAT16,
                stopIds(),
                List.of());
    }

    /// One id, or several.
    private List<Integer> stopIds() {
        return switch (model.getOrDefault("eos_token_id", JsonValue.EMPTY_JSON_ARRAY)) {
            case JsonNumber id -> List.of(id.intValueExact());
            case JsonArray ids ->
                    ids.getValuesAs(JsonNumber.class).stream()
                            .map(JsonNumber::intValueExact)
                            .toList();
            case JsonValue other ->
                    throw new IllegalArgumentException(
                            "eos_token_id must be an integer or several, got " + other);
        };
    }

    private static JsonObject object(JsonObject parent, String field) {
        if (parent.get(field) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException("object " + field + " is missing");
    }

    private static int integer(JsonObject parent, String field) {
        if (parent.get(field) instanceof JsonNumber number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("integer " + field + " is missing");
    }
}
