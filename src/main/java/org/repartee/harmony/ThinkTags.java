package org.repartee.harmony;

/// Some clients send reasoning back inside of the assistant's content, as `<think>…</think>`. It
/// belongs into no prompt.
///
/// Only tags that begin a line count: an answer may well speak of such tags. A tag that is not
/// closed reaches to the end: the generation was stopped within it.
final class ThinkTags {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private ThinkTags() {}

    static String strip(String content) {
        var rest = content;
        for (var open = opening(rest); open >= 0; open = opening(rest)) {
            var close = rest.indexOf(CLOSE, open);
            var after = close < 0 ? "" : rest.substring(close + CLOSE.length()).stripLeading();
            rest = rest.substring(0, open) + after;
        }
        return rest.length() == content.length() ? content : rest.stripTrailing();
    }

    private static int opening(String text) {
        var open = text.indexOf(OPEN);
        while (open >= 0 && !beginsLine(text, open)) {
            open = text.indexOf(OPEN, open + 1);
        }
        return open;
    }

    private static boolean beginsLine(String text, int position) {
        return text.substring(text.lastIndexOf('\n', position) + 1, position).isBlank();
    }
}
