package org.repartee.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Text to token ids and back, by byte pair encoding.
///
/// Immutable and safe to share between threads. Reading `o200k_base` takes about half a second and
/// some 60 MB: load once.
public final class Tokenizer {

    private static final byte[] NO_BYTES = {};
    private static final int REPLACEMENT = 0xFFFD;

    private final Vocabulary vocabulary;
    private final Encoding encoding;
    private final byte[][] bytes;

    private Tokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.encoding = encoding(vocabulary);
        this.bytes = new byte[vocabulary.size()][];
        vocabulary.ranks().forEach((token, rank) -> bytes[rank] = token);
    }

    /// Reads the vocabulary of a model's folder: `vocabulary.json` and, unless that names jtokkit's
    /// `o200k_base` ranks, `vocabulary.tiktoken`.
    ///
    /// @throws VocabularyException if a file is missing or damaged: file, place and rule
    public static Tokenizer load(Path modelFolder) {
        return new Tokenizer(VocabularyFile.read(modelFolder));
    }

    /// gpt-oss's own vocabulary: `o200k_base` ranks and harmony's special tokens, 201088 ids.
    public static Tokenizer o200kHarmony() {
        return new Tokenizer(Vocabulary.o200kHarmony());
    }

    /// The ids of a text, never a special token's: text that reads `<|start|>` is ordinary text. An
    /// unpaired surrogate, which has no UTF-8 form, is encoded as U+FFFD.
    public int[] encode(String text) {
        return encoding.encodeOrdinary(wellFormed(text)).toArray();
    }

    /// The number of ids that [#encode] would give.
    public int count(String text) {
        return encoding.countTokensOrdinary(wellFormed(text));
    }

    /// The UTF-8 bytes of an ordinary token, often only a part of a character. Empty for special
    /// and reserved ids and for ids outside of the vocabulary. Shared: not to be changed.
    public byte[] bytes(int id) {
        return isText(id) ? bytes[id] : NO_BYTES;
    }

    /// Whether the id stands for text: false for special and reserved ids and ids outside of the
    /// vocabulary.
    public boolean isText(int id) {
        return id >= 0 && id < bytes.length && bytes[id] != null;
    }

    /// The text of ids. Ids that stand for no text add nothing; malformed bytes become U+FFFD.
    public String decode(int[] ids) {
        var joined = new ByteArrayOutputStream(ids.length * 4);
        for (var id : ids) {
            joined.writeBytes(bytes(id));
        }
        return joined.toString(UTF_8);
    }

    /// The id of a special token.
    public int special(SpecialToken token) {
        return vocabulary.special(token);
    }

    /// The special token that an id stands for.
    public Optional<SpecialToken> special(int id) {
        return vocabulary.special(id);
    }

    /// The number of ids: special and reserved ones included, one more than the greatest.
    public int vocabularySize() {
        return bytes.length;
    }

    /// The vocabulary's name, such as `o200k_harmony`.
    public String name() {
        return vocabulary.name();
    }

    private static Encoding encoding(Vocabulary vocabulary) {
        var parameters =
                new GptBytePairEncodingParams(
                        vocabulary.name(), vocabulary.pattern(), vocabulary.ranks(), Map.of());
        return Encodings.newLazyEncodingRegistry()
                .registerGptBytePairEncoding(parameters)
                .getEncoding(vocabulary.name())
                .orElseThrow();
    }

    private static String wellFormed(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return withoutUnpairedSurrogates(text);
            }
        }
        return text;
    }

    private static String withoutUnpairedSurrogates(String text) {
        var codePoints =
                text.codePoints()
                        .map(c ->
                                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                        ? REPLACEMENT
                                        : c)
                        .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
