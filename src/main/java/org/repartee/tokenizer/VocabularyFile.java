package org.repartee.tokenizer;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads `vocabulary.json` of a model's folder, and the ranks that it stands for.
///
/// Fields: `name`; `pattern`, the split pattern; `special_tokens`, text and id of each; and, in
/// place of a file `vocabulary.tiktoken`, `"ranks": "o200k_base"`. `pattern` may be absent with
/// those ranks.
final class VocabularyFile {

    private static final String O200K_BASE = "o200k_base";
    private static final int GREATEST_ID = 4_000_000;

    private final Path folder;
    private final Path file;
    private final JsonObject json;

    private VocabularyFile(Path folder, Path file, JsonObject json) {
        this.folder = folder;
        this.file = file;
        this.json = json;
    }

    static Vocabulary read(Path folder) {
        var file = folder.resolve("vocabulary.json");
        if (!Files.isRegularFile(file)) {
            throw new VocabularyException(
                    file + " is missing; export a checkpoint that has a tokenizer.json.");
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return new VocabularyFile(folder, file, reader.readObject()).vocabulary();
        } catch (IOException | JsonException e) {
            throw new VocabularyException(file + " must be a JSON object: " + e.getMessage(), e);
        }
    }

    private Vocabulary vocabulary() {
        var ranks = ranks();
        var ids = specialIds();
        var size = 0;
        for (var rank : ranks.values()) {
            size = Math.max(size, rank + 1);
        }
        checkApart(ranks, ids);
        for (var id : ids.values()) {
            size = Math.max(size, id + 1);
        }
        return new Vocabulary(text("name"), pattern(), ranks, specials(ids), size);
    }

    private Map<byte[], Integer> ranks() {
        var path = folder.resolve("vocabulary.tiktoken");
        if (!json.containsKey("ranks")) {
            if (!Files.isRegularFile(path)) {
                throw new VocabularyException(
                        "%s is missing, and %s does not say \"ranks\": \"%s\"."
                                .formatted(path, file, O200K_BASE));
            }
            return Ranks.read(path);
        }
        if (!text("ranks").equals(O200K_BASE)) {
            throw damaged("ranks", "\"" + O200K_BASE + "\" or absent");
        }
        return Ranks.o200kBase();
    }

    private Pattern pattern() {
        var known = json.containsKey("ranks") && !json.containsKey("pattern");
        var pattern = known ? Vocabulary.O200K_PATTERN : text("pattern");
        try {
            return SplitPattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new VocabularyException(
                    "%s: pattern must be a regular expression: %s at %d."
                            .formatted(file, e.getDescription(), e.getIndex()),
                    e);
        }
    }

    private Map<String, Integer> specialIds() {
        if (!(json.get("special_tokens") instanceof JsonObject tokens)) {
            throw damaged("special_tokens", "an object of texts and ids");
        }
        var ids = new HashMap<String, Integer>();
        for (var entry : tokens.entrySet()) {
            if (!(entry.getValue() instanceof JsonNumber number)
                    || !number.isIntegral()
                    || number.longValue() < 0
                    || number.longValue() > GREATEST_ID) {
                throw damaged(
                        "special_tokens[\"" + entry.getKey() + "\"]",
                        "an id within [0, " + GREATEST_ID + "]");
            }
            ids.put(entry.getKey(), number.intValue());
        }
        return ids;
    }

    private Map<SpecialToken, Integer> specials(Map<String, Integer> ids) {
        var specials = new EnumMap<SpecialToken, Integer>(SpecialToken.class);
        for (var token : SpecialToken.values()) {
            var id = ids.get(token.text());
            if (id == null) {
                throw damaged("special_tokens", "complete, but lacks " + token.text());
            }
            specials.put(token, id);
        }
        return Collections.unmodifiableMap(specials);
    }

    /// One id, one meaning: otherwise text could become a control token.
    private void checkApart(Map<byte[], Integer> ranks, Map<String, Integer> specials) {
        var names = new HashMap<Integer, String>();
        specials.forEach((text, id) -> {
            if (names.put(id, text) != null) {
                throw damaged("special_tokens", "different ids, but two are " + id);
            }
        });
        for (var rank : ranks.values()) {
            var text = names.get(rank);
            if (text != null) {
                throw damaged(
                        "special_tokens[\"" + text + "\"]",
                        "an id that is no rank of an ordinary token, but " + rank + " is");
            }
        }
    }

    private String text(String field) {
        if (json.get(field) instanceof JsonString text && !text.getString().isEmpty()) {
            return text.getString();
        }
        throw damaged(field, "a text");
    }

    private VocabularyException damaged(String field, String rule) {
        return new VocabularyException("%s: %s must be %s.".formatted(file, field, rule));
    }
}
