package org.repartee.web;

/// The values that a number may have, both ends finite.
record Range(double from, boolean fromIncluded, double to) {

    /// Milliseconds of something that is over within an hour.
    static final Range MILLIS = closed(0, 3_600_000);

    /// `[from, to]`
    static Range closed(double from, double to) {
        return new Range(from, true, to);
    }

    /// `(from, to]`
    static Range leftOpen(double from, double to) {
        return new Range(from, false, to);
    }

    boolean contains(double value) {
        return (fromIncluded ? value >= from : value > from) && value <= to;
    }

    /// In interval notation.
    @Override
    public String toString() {
        return (fromIncluded ? "[" : "(") + plain(from) + ", " + plain(to) + "]";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
