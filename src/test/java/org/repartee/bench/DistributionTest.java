package org.repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void percentilesInterpolateBetweenNeighbours() {
        var samples = Distribution.of(DoubleStream.of(400, 0, 200, 100, 300));
        assertThat(samples.median()).isEqualTo(200);
        assertThat(samples.percentile(95)).isEqualTo(380);
        assertThat(samples.percentile(99)).isEqualTo(396);
        assertThat(samples.mean()).isEqualTo(200);
        assertThat(samples.min()).isZero();
        assertThat(samples.max()).isEqualTo(400);
        assertThat(samples.count()).isEqualTo(5);
    }

    @Test
    void aPercentileThatFallsOnASampleIsThatSample() {
        var samples = Distribution.of(IntStream.rangeClosed(0, 100).asDoubleStream());
        assertThat(samples.percentile(50)).isEqualTo(50);
        assertThat(samples.percentile(95)).isEqualTo(95);
        assertThat(samples.percentile(99)).isEqualTo(99);
    }

    @Test
    void oneSampleIsEveryPercentile() {
        var sample = Distribution.of(DoubleStream.of(7));
        assertThat(sample.percentile(0)).isEqualTo(7);
        assertThat(sample.percentile(99)).isEqualTo(7);
    }

    @Test
    void withoutSamplesThereAreNoValues() {
        var nothing = Distribution.of(DoubleStream.empty());
        assertThat(nothing.isEmpty()).isTrue();
        assertThatThrownBy(nothing::mean)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without samples");
        assertThat(nothing.toJson().build().toString()).isEqualTo("{\"count\":0}");
    }

    @Test
    void aPercentileLiesWithinZeroAndAHundred() {
        var sample = Distribution.of(DoubleStream.of(7));
        assertThatThrownBy(() -> sample.percentile(101)).hasMessageContaining("[0, 100], got 101");
    }

    @Test
    void jsonTellsThemAll() {
        assertThat(Distribution.of(DoubleStream.of(1, 3)).toJson().build().toString())
                .isEqualTo(
                        "{\"count\":2,\"mean\":2.0,\"min\":1.0,\"p50\":2.0,\"p95\":2.9,\"p99\":2.98,\"max\":3.0}");
    }
}
