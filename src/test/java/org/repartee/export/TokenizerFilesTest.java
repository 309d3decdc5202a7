package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.runtime.ModelFile;

class TokenizerFilesTest {

    private static final String TOKENIZER =
            """
            {"added_tokens": [{"id": 6, "content": "<|end|>", "special": true}],
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "Split", "pattern": {"Regex": "\\\\p{L}+|\\\\s"}},
               {"type": "ByteLevel"}]},
             "model": {"type": "BPE", "vocab": {"Ġ": 3, "a": 0, "ab": 2, "b": 1, "Ċ": 5, "Ã": 4,
                       "<|end|>": 6}, "merges": ["a b"]}}
            """;

    @TempDir Path folder;
    private Path checkpoint = Path.of("");
    private Path model = Path.of("");
    private final StringWriter notes = new StringWriter();

    @BeforeEach
    void folders() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        model = Files.createDirectory(folder.resolve("model"));
    }

    @Test
    void ranksAreTheOrdinaryTokensBytesInOrder() throws IOException {
        convert(TOKENIZER);
        assertThat(model.resolve("vocabulary.tiktoken"))
                .hasContent("YQ== 0\nYg== 1\nYWI= 2\nIA== 3\nww== 4\nCg== 5\n");
    }

    @Test
    void theDescriptionHoldsPatternAndSpecialTokens() throws IOException {
        convert(TOKENIZER);
        try (var reader =
                Json.createReader(Files.newBufferedReader(model.resolve("vocabulary.json")))) {
            var json = reader.readObject();
            assertThat(json.getString("name")).isEqualTo("o200k_harmony");
            assertThat(json.getString("pattern")).isEqualTo("\\p{L}+|\\s");
            assertThat(json.getJsonObject("special_tokens").getInt("<|end|>")).isEqualTo(6);
        }
    }

    @Test
    void bothFilesAreListed() throws IOException {
        Files.writeString(checkpoint.resolve("tokenizer.json"), TOKENIZER);
        assertThat(TokenizerFiles.convert(checkpoint, model, progress()))
                .extracting(ModelFile::name)
                .containsExactly("vocabulary.tiktoken", "vocabulary.json");
    }

    @Test
    void aCheckpointWithoutTokenizerIsSaidOnce() throws IOException {
        assertThat(TokenizerFiles.convert(checkpoint, model, progress())).isEmpty();
        assertThat(notes)
                .asString()
                .isEqualToNormalizingNewlines(
                        checkpoint
                                + " has no tokenizer.json: the model will know token ids only\n");
        assertThat(model).isEmptyDirectory();
    }

    @Test
    void anotherKindOfTokenizerIsRefused() {
        assertFailure(
                TOKENIZER.replace("\"BPE\"", "\"Unigram\""),
                "model.type must be BPE, got \"Unigram\"");
    }

    @Test
    void aTokenizerWithoutPatternIsRefused() {
        assertFailure(
                TOKENIZER.replace("\"Split\"", "\"Whitespace\""),
                "pre_tokenizer must hold a Split by Regex");
    }

    @Test
    void aTokenThatIsNoBytesIsNamed() {
        assertFailure(
                TOKENIZER.replace("\"ab\"", "\"a b\""),
                "token \"a b\" holds U+0020, which stands for no byte");
    }

    @Test
    void aFieldThatIsMissingIsNamed() {
        assertFailure(TOKENIZER.replace("\"vocab\"", "\"words\""), "vocab must be an object");
    }

    @Test
    void theByteAlphabetCoversEveryByteOnce() {
        var alphabet = new ByteAlphabet();
        assertThat(alphabet.bytes("!~¡¬®ÿ")).containsExactly(0x21, 0x7E, 0xA1, 0xAC, 0xAE, 0xFF);
        assertThat(alphabet.bytes("ĀĠġŃ")).containsExactly(0x00, 0x20, 0x7F, 0xAD);
    }

    private void convert(String tokenizer) throws IOException {
        Files.writeString(checkpoint.resolve("tokenizer.json"), tokenizer);
        TokenizerFiles.convert(checkpoint, model, progress());
    }

    private Progress progress() {
        return new Progress(new PrintWriter(notes, true), false);
    }

    private void assertFailure(String tokenizer, String part) {
        assertThatThrownBy(() -> convert(tokenizer))
                .isInstanceOf(ExportFailure.class)
                .hasMessageContaining("tokenizer.json is no byte-level BPE tokenizer: " + part);
    }
}
