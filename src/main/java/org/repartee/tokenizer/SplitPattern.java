package org.repartee.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Takes a split pattern over from the syntax of tokenizer files (Rust, Oniguruma, Python) to
/// Java's.
///
/// Classes such as `\s` and `\w` are Unicode's there, a dot stops only at `\n`, scripts are named
/// without `Is`, code points and groups are written another way. Possessive quantifiers, atomic
/// groups and look-ahead mean the same in both.
final class SplitPattern {

    private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
    private static final Pattern PROPERTY = Pattern.compile("\\\\([pP])\\{(\\^?)(\\w+)\\}");
    private static final Pattern CODE_POINT = Pattern.compile("\\\\[uU]\\{([0-9a-fA-F]+)\\}");

    private SplitPattern() {}

    /// @throws PatternSyntaxException if Java cannot read the pattern
    static Pattern compile(String foreign) {
        var pattern = CODE_POINT.matcher(foreign).replaceAll("\\\\x{$1}").replace("(?P<", "(?<");
        pattern =
                PROPERTY.matcher(pattern)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(
                                        property(match.group(1), match.group(2), match.group(3))));
        // A pattern that leaves a character out would lose it: such characters stand alone.
        return Pattern.compile("(?:" + pattern + ")|(?s:.)", FLAGS);
    }

    private static String property(String sign, String negation, String name) {
        var letter = negation.isEmpty() ? sign : sign.equals("p") ? "P" : "p";
        return "\\" + letter + "{" + (known(name) ? name : "Is" + name) + "}";
    }

    private static boolean known(String name) {
        try {
            Pattern.compile("\\p{" + name + "}");
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
