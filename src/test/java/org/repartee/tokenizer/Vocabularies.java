package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The vocabularies of the tests: gpt-oss's own, read once, and a small one whose ordinary tokens
/// are the 256 bytes and a few merges, so that every character beyond ASCII is spread over tokens.
public final class Vocabularies {

    /// `o200k_harmony`.
    public static final Tokenizer O200K = Tokenizer.o200kHarmony();

    /// Ids 0 to 255 are bytes, then come merges, then harmony's special tokens.
    public static final Tokenizer BYTES = bytes();

    private Vocabularies() {}

    /// Writes the small vocabulary into a folder, as an export does.
    static void writeBytes(Path folder) {
        try {
            var ranks = new ArrayList<String>();
            for (var value = 0; value < 256; value++) {
                ranks.add(line(new byte[] {(byte) value}, value));
            }
            for (var merge : List.of("he", "ll", "hell", "hello", " w", "or", "ld")) {
                ranks.add(line(merge.getBytes(UTF_8), ranks.size()));
            }
            Files.write(folder.resolve("vocabulary.tiktoken"), ranks);
            Files.writeString(
                    folder.resolve("vocabulary.json"),
                    """
                    {"name": "bytes", "pattern": " ?\\\\p{L}+|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{N}]+|\\\\s+",
                     "special_tokens": {"<|start|>": 300, "<|channel|>": 301, "<|constrain|>": 302,
                      "<|message|>": 303, "<|end|>": 304, "<|return|>": 305, "<|call|>": 306,
                      "<|endoftext|>": 307, "<|reserved|>": 309}}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tokenizer bytes() {
        try {
            var folder = Files.createTempDirectory("vocabulary");
            try {
                writeBytes(folder);
                return Tokenizer.load(folder);
            } finally {
                Files.delete(folder.resolve("vocabulary.tiktoken"));
                Files.delete(folder.resolve("vocabulary.json"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(byte[] token, int rank) {
        return Base64.getEncoder().encodeToString(token) + " " + rank;
    }
}
