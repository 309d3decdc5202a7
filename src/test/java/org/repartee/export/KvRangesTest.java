package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvRangesTest {

    @TempDir Path folder;

    @Test
    void measuredRangesAreReadAsTheyAre() throws IOException {
        var ranges = KvRanges.read(file("{\"k_max\": [12.5, 3], \"v_max\": [1, 0.25]}"), 2);
        assertThat(ranges.keys()).containsExactly(12.5f, 3f);
        assertThat(ranges.values()).containsExactly(1f, 0.25f);
    }

    @Test
    void whatIsMissingOrOutOfRangeIsNamed() throws IOException {
        assertFailure(
                "{\"k_max\": [1, 2]}", "v_max must have a number for each of 2 layers, got null");
        assertFailure(
                "{\"k_max\": [1, 0], \"v_max\": [1, 1]}", "k_max must hold numbers above 0, got 0");
        assertFailure(
                "{\"k_max\": [1, \"2\"], \"v_max\": [1, 1]}",
                "k_max must hold numbers above 0, got \"2\"");
        assertThatThrownBy(() -> KvRanges.read(folder.resolve("nowhere"), 2))
                .hasMessage("--kv-ranges %s does not exist".formatted(folder.resolve("nowhere")));
    }

    /// Random weights of 0.02 over a normed state of 256 numbers: deviations of 0.32.
    @Test
    void anEstimateIsFiveDeviationsAndTheBias() throws IOException {
        var source = new RandomTensors(ModelShape.TINY.config(), 1);
        var ranges = KvRanges.estimated(source);
        assertThat(ranges.values())
                .hasSize(4)
                .allSatisfy(range -> assertThat(range).isBetween(1.6f, 2f));
        var rotation = (float) source.config().rope().attentionScaling();
        assertThat(ranges.keys())
                .allSatisfy(range -> assertThat(range / rotation).isBetween(1.6f, 2.1f));
    }

    @Test
    void wholeNumbersReachFromMinusRangeToRange() {
        assertThat(KvCacheFormat.INT8.scale(12.7f)).isEqualTo(0.1f);
    }

    @Test
    void floatingPointNeedsAScaleOnlyBeyondItsLargestNumber() {
        assertThat(KvCacheFormat.FP8.scale(0.001f)).isEqualTo(1);
        assertThat(KvCacheFormat.FP8.scale(448)).isEqualTo(1);
        assertThat(KvCacheFormat.FP8.scale(449)).isEqualTo(2);
        assertThat(KvCacheFormat.FP8.scale(2000)).isEqualTo(8);
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("ranges.json"), json);
    }

    private void assertFailure(String json, String message) throws IOException {
        var file = file(json);
        assertThatThrownBy(() -> KvRanges.read(file, 2))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(file + ": " + message);
    }
}
