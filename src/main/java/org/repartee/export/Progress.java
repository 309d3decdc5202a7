package org.repartee.export;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Tells a person how far an export is: a bar that redraws itself on a terminal, a line per tenth
/// elsewhere.
public final class Progress {

    private static final int BAR = 30;
    private static final long REDRAW_NANOS = 200_000_000;
    private static final double MEGABYTE = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long total;
    private long start;
    private long drawn;
    private long tenths;

    /// @param terminal whether `out` is one
    public Progress(PrintWriter out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    Progress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /// Says something once, on a line of its own.
    void note(String message) {
        out.println(message);
    }

    void begin(long bytes) {
        total = bytes;
        start = nanoTime.getAsLong();
        drawn = start - REDRAW_NANOS;
        tenths = 0;
    }

    void reached(long bytes) {
        var now = nanoTime.getAsLong();
        var done = bytes >= total;
        if (terminal && (done || now - drawn >= REDRAW_NANOS)) {
            drawn = now;
            out.print("\r" + bar(bytes) + " " + text(bytes, now) + (done ? "\n" : ""));
            out.flush();
        } else if (!terminal && bytes * 10 / total > tenths) {
            tenths = bytes * 10 / total;
            out.println(text(bytes, now));
        }
    }

    private String bar(long bytes) {
        var filled = (int) (BAR * bytes / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private String text(long bytes, long now) {
        var seconds = Math.max((now - start) / NANOS_PER_SECOND, 1e-3);
        var rate = bytes / seconds;
        return String.format(
                Locale.ROOT,
                "%3d %%  %,.0f of %,.0f MB  %,.0f MB/s  %s remaining",
                bytes * 100 / total,
                bytes / MEGABYTE,
                total / MEGABYTE,
                rate / MEGABYTE,
                remaining((long) Math.ceil((total - bytes) / Math.max(rate, 1))));
    }

    private static String remaining(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
}
