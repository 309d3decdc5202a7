package org.repartee.tokenizer;

import java.util.Random;

/// Random text without unpaired surrogates: words, digits, spaces, Chinese, emoji, combining marks
/// and any code point at all.
public final class RandomText {

    private static final String[] PIECES = {
        "the",
        "'s",
        "'LL",
        "Answer",
        " is",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u00A0",
        "\u3000",
        "12345",
        "\u0663",
        "\u4F60\u597D",
        "\u4E16\u754C\u3002",
        "\uD83D\uDE00",
        "\uD83D\uDC69\u200D\uD83D\uDE80",
        "e\u0301",
        "\u00DF",
        "\u017F",
        "<|",
        "|>",
        "<|end|>",
        "/",
        "{\"a\":1}",
        "\u0000"
    };

    private RandomText() {}

    /// At most `pieces` pieces.
    public static String next(Random random, int pieces) {
        var text = new StringBuilder();
        for (var i = random.nextInt(pieces + 1); i > 0; i--) {
            if (random.nextInt(3) > 0) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            } else {
                text.appendCodePoint(codePoint(random));
            }
        }
        return text.toString();
    }

    private static int codePoint(Random random) {
        var any = random.nextInt(Character.MAX_CODE_POINT + 1);
        return any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE ? 'x' : any;
    }
}
