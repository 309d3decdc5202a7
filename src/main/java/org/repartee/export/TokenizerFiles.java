package org.repartee.export;

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.repartee.runtime.ModelFile;

/// Converts a checkpoint's `tokenizer.json` (Hugging Face tokenizers, byte-level BPE) into the
/// ranks file of tiktoken and a description beside it.
///
/// An id is the rank of its merge, so the merges themselves need no file.
final class TokenizerFiles {

    private static final String SOURCE = "tokenizer.json";
    private static final String RANKS = "vocabulary.tiktoken";
    private static final String DESCRIPTION = "vocabulary.json";
    private static final String NAME = "o200k_harmony";

    private final JsonObject json;
    private final ByteAlphabet alphabet = new ByteAlphabet();

    private TokenizerFiles(JsonObject json) {
        this.json = json;
    }

    /// Writes both files into `folder`; none if the checkpoint has no tokenizer.
    static List<ModelFile> convert(Path checkpoint, Path folder, Progress progress)
            throws IOException {
        var source = checkpoint.resolve(SOURCE);
        if (!Files.isRegularFile(source)) {
            progress.note(
                    "%s has no %s: the model will know token ids only"
                            .formatted(checkpoint, SOURCE));
            return List.of();
        }
        try (var reader = Json.createReader(Files.newBufferedReader(source))) {
            var files = new TokenizerFiles(reader.readObject());
            files.write(folder);
            return List.of(
                    Sha256.describe(folder.resolve(RANKS)),
                    Sha256.describe(folder.resolve(DESCRIPTION)));
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | IllegalArgumentException e) {
            throw new ExportFailure(
                    "%s is no byte-level BPE tokenizer: %s".formatted(source, e.getMessage()), e);
        }
    }

    private void write(Path folder) throws IOException {
        var model = object(json, "model");
        if (!model.getString("type", "").equals("BPE")) {
            throw new IllegalArgumentException("model.type must be BPE, got " + model.get("type"));
        }
        var specials = specialTokens();
        var ranks = ranks(object(model, "vocab"), specials);
        try (var out = Files.newBufferedWriter(folder.resolve(RANKS))) {
            for (var entry : ranks.entrySet()) {
                var bytes = Base64.getEncoder().encodeToString(entry.getValue());
                out.write(bytes + " " + entry.getKey() + "\n");
            }
        }
        var description =
                Json.createObjectBuilder()
                        .add("name", NAME)
                        .add("pattern", pattern())
                        .add("special_tokens", Json.createObjectBuilder(specials))
                        .build();
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var out = pretty.createWriter(Files.newBufferedWriter(folder.resolve(DESCRIPTION)))) {
            out.writeObject(description);
        }
    }

    /// Added tokens by text. They are no product of merges, so that a text never becomes one of
    /// them.
    private Map<String, Object> specialTokens() {
        var specials = new TreeMap<String, Object>();
        if (json.get("added_tokens") instanceof JsonArray added) {
            for (var token : added.getValuesAs(JsonObject.class)) {
                specials.put(token.getString("content"), token.getInt("id"));
            }
        }
        return specials;
    }

    private TreeMap<Integer, byte[]> ranks(JsonObject vocabulary, Map<String, Object> specials) {
        var ranks = new TreeMap<Integer, byte[]>();
        vocabulary.forEach((text, id) -> {
            if (!specials.containsKey(text)) {
                ranks.put(((JsonNumber) id).intValueExact(), alphabet.bytes(text));
            }
        });
        return ranks;
    }

    /// The expression that cuts text into words before merging.
    private String pattern() {
        var preTokenizer = object(json, "pre_tokenizer");
        var steps = preTokenizer.getJsonArray("pretokenizers");
        var candidates = steps == null ? List.<JsonValue>of(preTokenizer) : List.copyOf(steps);
        for (var candidate : candidates) {
            if (candidate instanceof JsonObject step
                    && step.getString("type", "").equals("Split")
                    && object(step, "pattern").get("Regex") instanceof JsonString regex) {
                return regex.getString();
            }
        }
        throw new IllegalArgumentException("pre_tokenizer must hold a Split by Regex");
    }

    private static JsonObject object(JsonObject parent, String field) {
        if (parent.get(field) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException(field + " must be an object");
    }
}
