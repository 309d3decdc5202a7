package org.repartee.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

class SplitPatternTest {

    @Test
    void wordsNumbersAndSpacesAreSplitAsO200kDoes() {
        assertThat(split(Vocabulary.O200K_PATTERN, "Hello  World's 12345\n\n you'LL (see)"))
                .containsExactly(
                        "Hello",
                        " ",
                        " World's",
                        " ",
                        "123",
                        "45",
                        "\n\n",
                        " you'LL",
                        " (",
                        "see",
                        ")");
        assertThat(split(Vocabulary.O200K_PATTERN, "\u4F60\u597D\u3000it'\u017F"))
                .containsExactly("\u4F60\u597D", "\u3000it'\u017F");
    }

    @Test
    void classesAreUnicodes() {
        assertThat(split("\\s+|\\w+", "\u00E4\u4F60\u3000\u0663"))
                .containsExactly("\u00E4\u4F60", "\u3000", "\u0663");
    }

    @Test
    void aDotStopsAtNewlinesOnly() {
        assertThat(split(".+", "a\rb\u2028c\nd")).containsExactly("a\rb\u2028c", "\n", "d");
    }

    @Test
    void scriptsNegationsAndCodePointsAreTakenOver() {
        assertThat(split("\\p{Han}+|\\p{^Han}+", "ab\u4F60\u597Dc"))
                .containsExactly("ab", "\u4F60\u597D", "c");
        assertThat(split("\\P{Han}+|\\p{Letter}+", "ab\u4F60")).containsExactly("ab", "\u4F60");
        assertThat(split("[\\" + "u{41}-\\x{43}]+|(?P<rest>.)", "ABCD"))
                .containsExactly("ABC", "D");
    }

    @Test
    void possessiveAndAtomicGroupsMeanTheSame() {
        assertThat(split("\\p{N}{1,3}+|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|(?>\\s+)", "1234 ab"))
                .containsExactly("123", "4", " ab");
    }

    @Test
    void whatThePatternLeavesOutIsNotLost() {
        assertThat(split("\\p{L}+", "a, b")).containsExactly("a", ",", " ", "b");
        assertThat(split("a|b", "\uD83D\uDE00\n")).containsExactly("\uD83D\uDE00", "\n");
    }

    private static List<String> split(String pattern, String text) {
        return SplitPattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
