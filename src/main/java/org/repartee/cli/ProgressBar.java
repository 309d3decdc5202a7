package org.repartee.cli;

import java.io.PrintWriter;
import java.time.Duration;

/// How far a long copy is, how fast it goes and how long it will take. On a terminal one line that
/// changes, elsewhere a line now and then.
final class ProgressBar {

    private static final long TERMINAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double SECOND = 1e9;
    private static final int CELLS = 30;

    private final PrintWriter out;
    private final long total;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private long done;
    private long shown = begun;

    ProgressBar(PrintWriter out, long total, boolean terminal) {
        this.out = out;
        this.total = Math.max(total, 1);
        this.terminal = terminal;
    }

    void read(long bytes) {
        done += bytes;
        var now = System.nanoTime();
        if (now - shown > (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            shown = now;
            show(now);
        }
    }

    void finish() {
        done = total;
        show(System.nanoTime());
        if (terminal) {
            out.println();
        }
    }

    private void show(long now) {
        var text = line(now);
        if (terminal) {
            out.print("\r" + text);
        } else {
            out.println(text);
        }
        out.flush();
    }

    private String line(long now) {
        var share = (double) done / total;
        var seconds = Math.max((now - begun) / SECOND, 1e-3);
        var rate = done / seconds;
        var filled = (int) (share * CELLS);
        return "[%s%s] %3.0f %%  %,d of %,d MB  %,.0f MB/s  %.0f s left"
                .formatted(
                        "#".repeat(filled),
                        " ".repeat(CELLS - filled),
                        100 * share,
                        done >> 20,
                        total >> 20,
                        rate / (1 << 20),
                        (total - done) / Math.max(rate, 1));
    }
}
