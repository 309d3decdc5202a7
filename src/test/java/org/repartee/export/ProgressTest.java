package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private long now = 5 * SECOND;

    @Test
    void aTerminalGetsOneLineThatRedrawsItself() {
        var progress = begin(true);
        now += SECOND;
        progress.reached(250_000_000);
        now += SECOND / 10;
        progress.reached(260_000_000);
        now += 3 * SECOND;
        progress.reached(1_000_000_000);
        assertThat(out)
                .asString()
                .isEqualToNormalizingNewlines(
                        "\r[#######.......................]  25 %  250 of 1,000 MB  250 MB/s  3 s remaining"
                                + "\r[##############################] 100 %  1,000 of 1,000 MB  244 MB/s  0 s remaining\n");
    }

    @Test
    void elsewhereALinePerTenthIsEnough() {
        var progress = begin(false);
        for (var percent = 1; percent <= 21; percent++) {
            now += 10 * SECOND;
            progress.reached(percent * 10_000_000L);
        }
        assertThat(out)
                .asString()
                .isEqualToNormalizingNewlines(
                        """
                         10 %  100 of 1,000 MB  1 MB/s  15 min 00 s remaining
                         20 %  200 of 1,000 MB  1 MB/s  13 min 20 s remaining
                        """);
    }

    private Progress begin(boolean terminal) {
        var progress = new Progress(new PrintWriter(out, true), terminal, () -> now);
        progress.begin(1_000_000_000);
        return progress;
    }
}
