package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.knuddels.jtokkit.Encodings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads tiktoken's rank files: one line `base64(bytes) rank` for each token, and checks what
/// merging relies on: every rank once, every token once, every single byte is a token.
final class Ranks {

    private static final int GREATEST_RANK = 4_000_000;
    private static final int BYTES = 256;

    private final String file;
    private final Map<byte[], Integer> ranks = new LinkedHashMap<>();
    private final Set<ByteBuffer> tokens = new HashSet<>();
    private final BitSet taken = new BitSet();
    private int line;

    private Ranks(String file) {
        this.file = file;
    }

    /// The ranks that jtokkit carries.
    static Map<byte[], Integer> o200kBase() {
        var file = "o200k_base.tiktoken";
        try (var in = Encodings.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new VocabularyException("jtokkit's jar has no " + file + ".");
            }
            return new Ranks(file).read(new BufferedReader(new InputStreamReader(in, US_ASCII)));
        } catch (IOException e) {
            throw new VocabularyException("jtokkit's " + file + " cannot be read: " + e + ".", e);
        }
    }

    /// The ranks of a file.
    static Map<byte[], Integer> read(Path path) {
        try (var reader = Files.newBufferedReader(path, UTF_8)) {
            return new Ranks(path.toString()).read(reader);
        } catch (IOException e) {
            throw new VocabularyException(path + " cannot be read: " + e + ".", e);
        }
    }

    private Map<byte[], Integer> read(BufferedReader reader) throws IOException {
        for (var text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isEmpty()) {
                add(text);
            }
        }
        for (var value = 0; value < BYTES; value++) {
            if (!tokens.contains(ByteBuffer.wrap(new byte[] {(byte) value}))) {
                throw new VocabularyException(
                        "%s has no token for the single byte 0x%02X; every byte must have one."
                                .formatted(file, value));
            }
        }
        return ranks;
    }

    private void add(String text) {
        var space = text.indexOf(' ');
        if (space < 1) {
            throw damaged("must be base64 bytes, a space and a rank, got \"" + text + "\"");
        }
        var token = bytes(text.substring(0, space));
        var rank = rank(text.substring(space + 1));
        if (!tokens.add(ByteBuffer.wrap(token))) {
            throw damaged("repeats the token of an earlier line");
        }
        if (taken.get(rank)) {
            throw damaged("repeats rank " + rank);
        }
        taken.set(rank);
        ranks.put(token, rank);
    }

    private byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw damaged("must begin with base64, got \"" + base64 + "\"");
        }
    }

    private int rank(String number) {
        try {
            var rank = Integer.parseInt(number.strip());
            if (rank >= 0 && rank <= GREATEST_RANK) {
                return rank;
            }
        } catch (NumberFormatException _) {
            // The same rule is broken, so the same sentence says it.
        }
        throw damaged("rank must be within [0, %d], got \"%s\"".formatted(GREATEST_RANK, number));
    }

    private VocabularyException damaged(String rule) {
        return new VocabularyException("%s line %d %s.".formatted(file, line, rule));
    }
}
