package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchTest {

    private final Watchdog watchdog = new Watchdog(config(Duration.ofMillis(200)));
    private final AtomicInteger pings = new AtomicInteger();
    private final CountDownLatch pinged = new CountDownLatch(3);
    private final CountDownLatch cut = new CountDownLatch(1);

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws IOException {
        try (var watch = open()) {
            // A blocked write ends when the connection is closed; here, when the watch cuts.
            watch.write(() -> await(cut));
            assertThatThrownBy(() -> watch.write(() -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the client was cut off");
        }
    }

    @Test
    void aQuietClientIsPingedAgainAndAgain() {
        try (var watch = open()) {
            watch.keepAlive();
            await(pinged);
        }
        assertThat(cut.getCount()).isOne();
    }

    @Test
    void aClientThatCannotBePingedIsGone() {
        try (var watch = watchdog.open(ClientConnection.none(), this::fail, cut::countDown)) {
            watch.keepAlive();
            await(cut);
        }
    }

    @Test
    void nothingIsWrittenAfterTheWatchWasClosed() {
        var watch = open();
        watch.close();
        assertThatThrownBy(() -> watch.write(pings::incrementAndGet))
                .isInstanceOf(IOException.class);
        assertThat(pings).hasValue(0);
    }

    @Test
    void theEndOfTheServerCutsEverybodyOff() {
        open();
        watchdog.close();
        await(cut);
    }

    @Test
    void bodiesAreReadByFewAtATime() {
        try (var _ = watchdog.upload();
                var _ = watchdog.upload()) {
            assertThat(Refusals.of(watchdog::upload))
                    .isEqualTo(
                            "503 server_overloaded -: 2 other requests are being read: try again soon");
        }
        watchdog.upload().close();
    }

    private Watch open() {
        return watchdog.open(
                ClientConnection.none(),
                () -> {
                    pings.incrementAndGet();
                    pinged.countDown();
                },
                cut::countDown);
    }

    private void fail() throws IOException {
        throw new IOException("broken pipe");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpConfig config(Duration patience) {
        return new HttpConfig(
                1000,
                10,
                2,
                patience,
                patience,
                patience.dividedBy(4),
                patience,
                patience,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of());
    }
}
