package org.repartee.database;

/// Text as every database takes it. PostgreSQL refuses U+0000, and no UTF-8 has a lone surrogate;
/// both become U+FFFD, because one such character must not cost a whole answer.
public final class ColumnText {
    private static final int REPLACEMENT = 0xFFFD;

    private ColumnText() {}

    /// The text without characters that a database refuses.
    public static String clean(String text) {
        if (text.codePoints().noneMatch(ColumnText::isRefused)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isRefused(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The clean text, cut to a column's length in UTF-16 units.
    public static String fit(String text, int length) {
        return clean(text.length() <= length ? text : text.substring(0, length));
    }

    private static boolean isRefused(int point) {
        return point == 0 || Character.getType(point) == Character.SURROGATE;
    }
}
