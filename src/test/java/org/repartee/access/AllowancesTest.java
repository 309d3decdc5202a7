package org.repartee.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.access.Allowances.Consumer;

class AllowancesTest {

    private static final Consumer ANNA =
            new Consumer("anna", Optional.empty(), OptionalLong.empty());
    private static final Consumer KEY =
            new Consumer("anna", Optional.of(new UUID(1, 2)), OptionalLong.of(100));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AccessFixture access;

    @BeforeEach
    void open() {
        access = new AccessFixture(folder);
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void questionsAreCountedPerMinuteAndOverServers() {
        var one = allowances(3, 0);
        var other = allowances(3, 0);
        assertThat(one.admit(ANNA)).isEmpty();
        assertThat(other.admit(ANNA)).isEmpty();
        assertThat(one.admit(ANNA)).isEmpty();
        assertThat(other.admit(ANNA))
                .hasValue(
                        new Allowances.Refusal(
                                "this account has used its 3 requests per minute: try again in 30 s",
                                30));
        access.pass(Duration.ofSeconds(30));
        assertThat(other.admit(ANNA)).isEmpty();
    }

    @Test
    void tokensAreCountedPerDayAndOverServers() {
        var one = allowances(0, 1000);
        var other = allowances(0, 1000);
        one.used(ANNA, 999);
        one.save();
        assertThat(other.admit(ANNA)).isEmpty();
        other.used(ANNA, 1);
        assertThat(other.admit(ANNA).orElseThrow().message())
                .startsWith("this account has used its 1,000 tokens per day");
        assertThat(one.admit(ANNA)).as("not yet saved by the other").isEmpty();
        other.save();
        assertThat(one.admit(ANNA)).isPresent();
        access.pass(Duration.ofHours(12));
        assertThat(one.admit(ANNA)).isEmpty();
    }

    @Test
    void aKeyHasItsOwnLimitBesideItsOwners() {
        var allowances = allowances(0, 1000);
        allowances.used(KEY, 100);
        assertThat(allowances.admit(KEY).orElseThrow().message())
                .startsWith("this key has used its 100 tokens per day");
        assertThat(allowances.admit(ANNA)).isEmpty();
        allowances.used(ANNA, 900);
        assertThat(allowances.admit(ANNA)).isPresent();
    }

    @Test
    void whatCannotBeCountedNowIsKept() {
        var allowances = allowances(0, 10);
        allowances.used(ANNA, 10);
        access.source.goAway();
        allowances.close();
        access.source.comeBack();
        allowances.save();
        assertThat(access.column("select amount from consumption"))
                .map(Object::toString)
                .containsExactly("10");
    }

    @Test
    void withoutLimitsTheDatabaseIsNotAsked() {
        var allowances = allowances(0, 0);
        access.source.goAway();
        assertThat(allowances.admit(ANNA)).isEmpty();
        allowances.used(ANNA, 10);
        access.source.comeBack();
        allowances.save();
        assertThat(access.column("select amount from consumption")).isEmpty();
    }

    @Test
    void manyAtOnceAreAllCounted() throws Exception {
        var allowances = allowances(20, 0);
        var admitted = new AtomicInteger();
        var threads = new Thread[8];
        for (var i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.startVirtualThread(() -> {
                        for (var request = 0; request < 5; request++) {
                            if (allowances.admit(ANNA).isEmpty()) {
                                admitted.incrementAndGet();
                            }
                        }
                    });
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(20);
    }

    private Allowances allowances(long requestsPerMinute, long tokensPerDay) {
        return new Allowances(
                access.store, AccessFixture.settings(requestsPerMinute, tokensPerDay));
    }
}
