package org.repartee.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TitleTest {

    @Test
    void isTheFirstLineWithWordsInIt() {
        assertThat(Title.of("\n  \n  Hello\t there \r\nand more")).isEqualTo("Hello there");
    }

    @Test
    void isCutBetweenWords() {
        var title = Title.of("one two three four five ".repeat(5));
        assertThat(title)
                .isEqualTo(
                        "one two three four five one two three four five one two three four five one two…");
        assertThat(title).hasSize(80);
    }

    @Test
    void isCutBetweenChineseCharacters() {
        var title = Title.of("请用一句话说明什么是连续批处理".repeat(10));
        assertThat(title).hasSizeBetween(78, 80).startsWith("请用一句话").endsWith("…");
    }

    @Test
    void aWordThatIsTooLongIsCutWithinButNotWithinACharacter() {
        assertThat(Title.of("x".repeat(200))).isEqualTo("x".repeat(79) + "…");
        var faces = Title.of("🙂".repeat(100));
        assertThat(faces).isEqualTo("🙂".repeat(39) + "…");
    }

    @Test
    void aTypedTitleIsCheckedRatherThanCut() {
        assertThat(Title.checked(" a \n b\0 ")).isEqualTo("a b\uFFFD");
        assertThat(Title.checked("x".repeat(80))).hasSize(80);
        assertThatThrownBy(() -> Title.checked(" \t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("title must have 1 to 80 characters, got 0");
    }
}
