package org.repartee.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyFileTest {

    @TempDir Path folder;

    @BeforeEach
    void writeAWholeVocabulary() {
        Vocabularies.writeBytes(folder);
    }

    @Test
    void theVocabularyOfAFolderIsRead() {
        var tokenizer = Tokenizer.load(folder);
        assertThat(tokenizer.name()).isEqualTo("bytes");
        assertThat(tokenizer.encode("hello world")).containsExactly(259, 260, 261, 262);
        assertThat(tokenizer.special(SpecialToken.START)).isEqualTo(300);
        assertThat(tokenizer.vocabularySize()).isEqualTo(310);
    }

    @Test
    void theRanksMayBeThoseOfO200k() throws IOException {
        Files.delete(folder.resolve("vocabulary.tiktoken"));
        replace(
                "vocabulary.json",
                "\"name\": \"bytes\", \"pattern\": \" ?\\\\p{L}+|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{N}]+|\\\\s+\"",
                "\"name\": \"o200k_harmony\", \"ranks\": \"o200k_base\"");
        replace("vocabulary.json", ": 30", ": 20000");
        var tokenizer = Tokenizer.load(folder);
        assertThat(tokenizer.encode("hello world")).containsExactly(24912, 2375);
        assertThat(tokenizer.special(SpecialToken.START)).isEqualTo(200000);
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(folder.resolve("vocabulary.tiktoken"));
        refused().withMessageContaining("vocabulary.tiktoken is missing");
        Files.delete(folder.resolve("vocabulary.json"));
        refused().withMessageContaining("vocabulary.json is missing");
    }

    @Test
    void aDamagedRankIsNamedWithItsLine() throws IOException {
        line(3, "AQ==");
        refused()
                .withMessageContaining(
                        "vocabulary.tiktoken line 3 must be base64 bytes, a space and a rank, got \"AQ==\"");
        line(3, "?? 2");
        refused().withMessageContaining("line 3 must begin with base64, got \"??\"");
        line(3, "Ag== two");
        refused().withMessageContaining("line 3 rank must be within [0, 4000000], got \"two\"");
        line(3, "Ag== -2");
        refused().withMessageContaining("line 3 rank must be within [0, 4000000], got \"-2\"");
        line(3, "AQ== 2");
        refused().withMessageContaining("line 3 repeats the token of an earlier line");
        line(3, "Ag== 1");
        refused().withMessageContaining("line 3 repeats rank 1");
        line(3, "");
        refused().withMessageContaining("has no token for the single byte 0x02");
    }

    @Test
    void aDamagedDescriptionIsNamedWithItsField() throws IOException {
        replace("vocabulary.json", "\"<|call|>\": 306,", "");
        refused().withMessageContaining("special_tokens must be complete, but lacks <|call|>");
        replace("vocabulary.json", "\"<|start|>\": 300", "\"<|start|>\": 300, \"<|call|>\": 65");
        refused()
                .withMessageContaining(
                        "special_tokens[\"<|call|>\"] must be an id that is no rank");
        replace("vocabulary.json", "\"<|call|>\": 65", "\"<|call|>\": 300");
        refused().withMessageContaining("must be different ids, but two are 300");
        replace("vocabulary.json", "\"<|call|>\": 300", "\"<|call|>\": \"x\"");
        refused()
                .withMessageContaining(
                        "special_tokens[\"<|call|>\"] must be an id within [0, 4000000]");
        replace("vocabulary.json", "special_tokens", "tokens");
        refused().withMessageContaining("special_tokens must be an object of texts and ids");
    }

    @Test
    void otherRanksAndPatternsThatCannotBeReadAreRefused() throws IOException {
        replace("vocabulary.json", "\"name\"", "\"ranks\": \"cl100k_base\", \"name\"");
        refused().withMessageContaining("ranks must be \"o200k_base\" or absent");
        replace("vocabulary.json", "\"ranks\": \"cl100k_base\",", "");
        replace("vocabulary.json", "\"pattern\": \" ?", "\"pattern\": \"(?");
        refused().withMessageContaining("pattern must be a regular expression");
        replace("vocabulary.json", "\"pattern\"", "\"regex\"");
        refused().withMessageContaining("pattern must be a text");
        Files.writeString(folder.resolve("vocabulary.json"), "not JSON");
        refused().withMessageContaining("vocabulary.json must be a JSON object");
    }

    private ThrowableAssertAlternative<VocabularyException> refused() {
        return assertThatExceptionOfType(VocabularyException.class)
                .isThrownBy(() -> Tokenizer.load(folder))
                .withMessageContaining(folder.toString());
    }

    private void line(int number, String text) throws IOException {
        Vocabularies.writeBytes(folder);
        var file = folder.resolve("vocabulary.tiktoken");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(number - 1, text);
        Files.write(file, lines);
    }

    private void replace(String name, String old, String text) throws IOException {
        var file = folder.resolve(name);
        var content = Files.readString(file);
        assertThat(content).contains(old);
        Files.writeString(file, content.replace(old, text));
    }
}
