package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final Logger LOG = Logger.getLogger(Outage.class.getName());

    private final List<String> logged = new ArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line.getLevel() + " " + line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private long now;
    private final Outage outage = new Outage("rows", () -> now);

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.ALL);
        LOG.addHandler(listener);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(listener);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void thePauseDoublesUpToFiveSecondsAndStartsAnew() {
        assertThat(outage.remainingPause()).isZero();
        var pauses = new ArrayList<Long>();
        for (var i = 0; i < 8; i++) {
            outage.failed(new IllegalStateException("away"));
            pauses.add(outage.remainingPause() / 1_000_000);
        }
        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
        now += Duration.ofSeconds(2).toNanos();
        assertThat(outage.remainingPause()).isEqualTo(Duration.ofSeconds(3).toNanos());
        outage.over();
        assertThat(outage.remainingPause()).isZero();
        outage.failed(new IllegalStateException("away"));
        assertThat(outage.remainingPause()).isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(outage.failures()).isEqualTo(9);
    }

    @Test
    void theLogGetsOneLineAMinuteAndOneAtTheEnd() {
        for (var second = 0; second < 125; second++) {
            outage.failed(new IllegalStateException("away"));
            now += Duration.ofSeconds(1).toNanos();
        }
        assertThat(logged).hasSize(3).allMatch(line -> line.startsWith("WARNING"));
        outage.over();
        outage.over();
        assertThat(logged).hasSize(4).last().asString().startsWith("INFO");
    }
}
