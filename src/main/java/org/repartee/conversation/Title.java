package org.repartee.conversation;

import java.text.BreakIterator;
import java.util.Locale;
import org.repartee.database.ColumnText;

/// Titles of conversations: one line of at most 80 UTF-16 units.
final class Title {
    static final int LONGEST = 80;
    private static final String ELLIPSIS = "…";
    private static final int ROOM = LONGEST - ELLIPSIS.length();

    private Title() {}

    /// The question's first line with words in it, shortened where a line may break: between words,
    /// in Chinese and Japanese between characters.
    static String of(String question) {
        var line = question.lines().filter(l -> !l.isBlank()).findFirst().orElse(question);
        var text = oneLine(line);
        return text.length() <= LONGEST ? text : shorten(text);
    }

    /// A title that someone typed.
    ///
    /// @throws IllegalArgumentException if it is blank or too long
    static String checked(String title) {
        var text = oneLine(title);
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "title must have 1 to %d characters, got %d".formatted(LONGEST, text.length()));
        }
        return text;
    }

    private static String shorten(String text) {
        var end = lastBreak(BreakIterator.getLineInstance(Locale.ROOT), text);
        if (end < LONGEST / 2) {
            end = lastBreak(BreakIterator.getCharacterInstance(Locale.ROOT), text);
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private static int lastBreak(BreakIterator breaks, String text) {
        breaks.setText(text);
        var end = breaks.preceding(ROOM + 2);
        while (text.substring(0, end).stripTrailing().length() > ROOM) {
            end = breaks.previous();
        }
        return end;
    }

    private static String oneLine(String text) {
        return ColumnText.clean(text).replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
