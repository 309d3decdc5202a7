package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.repartee.runtime.ModelFile;

/// The vocabulary of the published gpt-oss models, o200k_harmony, for a model that has no
/// checkpoint: so a model of random weights can be served and measured over HTTP, too.
final class PublishedVocabulary {

    private static final String DESCRIPTION = "vocabulary.json";
    private static final Map<String, Object> SPECIAL_TOKENS =
            Map.of(
                    "<|startoftext|>", 199_998,
                    "<|endoftext|>", 199_999,
                    "<|return|>", 200_002,
                    "<|constrain|>", 200_003,
                    "<|channel|>", 200_005,
                    "<|start|>", 200_006,
                    "<|end|>", 200_007,
                    "<|message|>", 200_008,
                    "<|call|>", 200_012);
    private static final int SIZE = 200_013;

    private PublishedVocabulary() {}

    /// Writes it into `folder`, if the model has that many tokens; its ranks come with the server.
    static List<ModelFile> write(Path folder, int vocabularySize) throws IOException {
        if (vocabularySize < SIZE) {
            return List.of();
        }
        var description =
                Json.createObjectBuilder()
                        .add("name", "o200k_harmony")
                        .add("ranks", "o200k_base")
                        .add("special_tokens", Json.createObjectBuilder(SPECIAL_TOKENS))
                        .build();
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var out = pretty.createWriter(Files.newBufferedWriter(folder.resolve(DESCRIPTION)))) {
            out.writeObject(description);
        }
        return List.of(Sha256.describe(folder.resolve(DESCRIPTION)));
    }
}
