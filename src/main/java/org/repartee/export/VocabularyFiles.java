package org.repartee.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.repartee.runtime.ModelFile;

/// Hugging Face's `tokenizer.json` as `vocabulary.tiktoken` and `vocabulary.json`.
///
/// Byte-level BPE only. There, a token's id is its rank: vocabularies that come from tiktoken, as
/// gpt-oss's does, are numbered in the order of their merges.
final class VocabularyFiles {

    private static final String SOURCE = "tokenizer.json";
    private static final String RANKS = "vocabulary.tiktoken";
    private static final String DESCRIPTION = "vocabulary.json";

    private final Path source;
    private final JsonObject json;

    private VocabularyFiles(Path source) {
        this.source = source;
        this.json = Checkpoint.json(source);
    }

    /// Writes both files; none if the checkpoint has no tokenizer.
    static List<ModelFile> write(Path checkpoint, String name, Path folder) throws IOException {
        var source = checkpoint.resolve(SOURCE);
        if (!Files.isRegularFile(source)) {
            return List.of();
        }
        var files = new VocabularyFiles(source);
        files.writeRanks(folder.resolve(RANKS));
        files.writeDescription(name, folder.resolve(DESCRIPTION));
        return List.of(Digests.of(folder.resolve(RANKS)), Digests.of(folder.resolve(DESCRIPTION)));
    }

    private void writeRanks(Path file) throws IOException {
        var model = object(json, "model");
        if (!model.getString("type", "BPE").equals("BPE")) {
            throw new ExportFailure("%s must hold a BPE model, got %s".formatted(source, model));
        }
        var lines = new ArrayList<Map.Entry<Integer, String>>();
        object(model, "vocab")
                .forEach((token, id) ->
                        ByteAlphabet.bytes(token)
                                .filter(_ -> !isSpecial(token))
                                .ifPresent(bytes ->
                                        lines.add(
                                                Map.entry(
                                                        ((JsonNumber) id).intValueExact(),
                                                        line(bytes, id)))));
        lines.sort(Comparator.comparing(Map.Entry::getKey));
        Files.write(file, lines.stream().map(Map.Entry::getValue).toList(), UTF_8);
    }

    private static String line(byte[] bytes, JsonValue id) {
        return Base64.getEncoder().encodeToString(bytes) + " " + id;
    }

    private boolean isSpecial(String token) {
        return specials().containsKey(token);
    }

    private JsonObject specials() {
        var specials = Json.createObjectBuilder();
        for (var added : json.getJsonArray("added_tokens").getValuesAs(JsonObject.class)) {
            if (added.getBoolean("special", false)) {
                specials.add(added.getString("content"), added.getInt("id"));
            }
        }
        return specials.build();
    }

    private void writeDescription(String name, Path file) throws IOException {
        var description =
                Json.createObjectBuilder()
                        .add("name", name)
                        .add(
                                "pattern",
                                pattern(object(json, "pre_tokenizer"))
                                        .orElseThrow(() ->
                                                new ExportFailure(
                                                        "%s must split texts by a regular expression (pre_tokenizer Split), got %s"
                                                                .formatted(
                                                                        source,
                                                                        json.get(
                                                                                "pre_tokenizer")))))
                        .add("special_tokens", specials())
                        .build();
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var writer = pretty.createWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(description);
        }
    }

    private static Optional<String> pattern(JsonObject preTokenizer) {
        if (preTokenizer.containsKey("pretokenizers")) {
            return preTokenizer.getJsonArray("pretokenizers").getValuesAs(JsonObject.class).stream()
                    .flatMap(part -> pattern(part).stream())
                    .findFirst();
        }
        return preTokenizer.getString("type", "").equals("Split")
                ? Optional.of(preTokenizer.getJsonObject("pattern").getString("Regex"))
                : Optional.empty();
    }

    private JsonObject object(JsonObject parent, String field) {
        var value = parent.get(field);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new ExportFailure(
                "%s must have an object %s, got %s".formatted(source, field, value));
    }
}
