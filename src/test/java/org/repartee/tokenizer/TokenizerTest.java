package org.repartee.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {

    private static final Tokenizer O200K = Vocabularies.O200K;
    private static final Tokenizer BYTES = Vocabularies.BYTES;

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(O200K, BYTES);
    }

    @Test
    void knownTextsHaveTheirPublishedIds() {
        assertThat(O200K.encode("hello world")).containsExactly(24912, 2375);
        assertThat(O200K.encode("Hello, world!")).containsExactly(13225, 11, 2375, 0);
        assertThat(O200K.encode("")).isEmpty();
    }

    @Test
    void specialTokensHaveTheirPublishedIds() {
        assertThat(O200K.special(SpecialToken.START)).isEqualTo(200006);
        assertThat(O200K.special(SpecialToken.CHANNEL)).isEqualTo(200005);
        assertThat(O200K.special(SpecialToken.CONSTRAIN)).isEqualTo(200003);
        assertThat(O200K.special(SpecialToken.MESSAGE)).isEqualTo(200008);
        assertThat(O200K.special(SpecialToken.END)).isEqualTo(200007);
        assertThat(O200K.special(SpecialToken.RETURN)).isEqualTo(200002);
        assertThat(O200K.special(SpecialToken.CALL)).isEqualTo(200012);
        assertThat(O200K.special(SpecialToken.END_OF_TEXT)).isEqualTo(199999);
        assertThat(O200K.special(200006)).contains(SpecialToken.START);
        assertThat(O200K.special(200000)).isEmpty();
        assertThat(O200K.vocabularySize()).isEqualTo(201088);
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void textThatReadsLikeASpecialTokenIsText(Tokenizer tokenizer) {
        for (var special : SpecialToken.values()) {
            for (var text :
                    new String[] {
                        special.text(),
                        "a" + special.text() + "b",
                        special.text() + special.text(),
                        " " + special.text() + "\n"
                    }) {
                assertThat(Arrays.stream(tokenizer.encode(text))).allMatch(tokenizer::isText);
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void partsThatJoinToASpecialTokenStayText(Tokenizer tokenizer) {
        for (var part : new String[] {"<|", "start", "|>", "<|st", "art|>", "<", "|"}) {
            assertThat(Arrays.stream(tokenizer.encode(part))).allMatch(tokenizer::isText);
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void idsWithoutTextHaveNoBytes(Tokenizer tokenizer) {
        var start = tokenizer.special(SpecialToken.START);
        var beyond = tokenizer.vocabularySize();
        for (var id : new int[] {start, beyond - 1, beyond, Integer.MAX_VALUE, -1}) {
            assertThat(tokenizer.isText(id)).as("id %d", id).isFalse();
            assertThat(tokenizer.bytes(id)).as("id %d", id).isEmpty();
        }
        assertThat(tokenizer.decode(new int[] {start, 72, beyond, 72}))
                .isEqualTo(tokenizer.decode(new int[] {72, 72}));
    }

    @Test
    void unpairedSurrogatesAreEncodedAsReplacementCharacters() {
        assertThat(O200K.decode(O200K.encode("a\uD800b\uDC00"))).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(O200K.decode(O200K.encode("\uDC00\uD800"))).isEqualTo("\uFFFD\uFFFD");
        assertThat(O200K.decode(O200K.encode("\uD83D\uDE00"))).isEqualTo("\uD83D\uDE00");
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void anyTextComesBack(Tokenizer tokenizer) {
        var seed = 20260401L;
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++) {
            var text = RandomText.next(random, 60);
            var ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).as("seed %d, text %d", seed, i).isEqualTo(text);
            assertThat(tokenizer.count(text)).isEqualTo(ids.length);
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void longTextsComeBack(Tokenizer tokenizer) {
        var texts =
                Stream.of(
                        "\u4F60\u597D\uFF0C\u4E16\u754C",
                        "\uD83D\uDC69\u200D\uD83D\uDE80",
                        " ",
                        "\n",
                        "a",
                        "A",
                        "7",
                        "-",
                        "\u3000 \t",
                        "e\u0301");
        texts.forEach(text -> {
            var repeated = text.repeat(20_000);
            assertThat(tokenizer.decode(tokenizer.encode(repeated))).isEqualTo(repeated);
        });
    }
}
