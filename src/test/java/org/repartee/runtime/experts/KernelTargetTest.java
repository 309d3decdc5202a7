package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.repartee.runtime.experts.ExpertLaunches.Launch;
import org.repartee.runtime.experts.ExpertLaunches.Routing;

class KernelTargetTest {

    private static ExpertLaunches launches(KernelTarget target, int pairs) {
        return target.launches().stream()
                .filter(launches -> launches.serves(pairs, 32))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // tokens of 4 pairs each among 32 experts, pairs of a tile, most tiles, routing
        "ANY, 1, 8, 4, ALONE",
        "ANY, 48, 8, 56, ALONE",
        "ANY, 49, 16, 44, ALONE",
        "ANY, 96, 16, 56, ALONE",
        "ANY, 97, 64, 38, TOGETHER",
        "ANY, 2048, 64, 160, TOGETHER",
        "HOPPER, 1, 8, 4, ALONE",
        "HOPPER, 64, 16, 48, ALONE",
        "HOPPER, 97, 128, 35, TOGETHER",
        "HOPPER, 2048, 128, 96, TOGETHER"
    })
    void tilesGrowWithTheTokens(
            KernelTarget target, int tokens, int ofTile, int maxTiles, Routing routing) {
        var launches = launches(target, 4 * tokens);
        assertThat(launches.tokens()).isEqualTo(ofTile);
        assertThat(launches.maxTiles(4 * tokens, 32)).isEqualTo(maxTiles);
        assertThat(launches.routing()).isEqualTo(routing);
    }

    @ParameterizedTest
    @EnumSource(KernelTarget.class)
    void theLargestTilesServeAnyStep(KernelTarget target) {
        assertThat(target.launches().getLast().serves(Integer.MAX_VALUE, 1)).isTrue();
        assertThat(target.launches())
                .isSortedAccordingTo((a, b) -> Integer.compare(a.tokens(), b.tokens()));
    }

    @ParameterizedTest
    @CsvSource({"80, ANY", "86, ANY", "89, ANY", "90, HOPPER", "100, ANY", "120, ANY"})
    void hoppersKernelsRunOnHopperAlone(int capability, KernelTarget target) {
        assertThat(KernelTarget.of(capability)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"64, 5760, 90", "64, 65, 2", "192, 2880, 15", "256, 256, 1"})
    void blocksCoverAllRows(int rows, int allRows, int blocks) {
        assertThat(new Launch(rows, 128, 0).blocks(allRows)).isEqualTo(blocks);
    }

    @Test
    void targetsAreCompiledIntoFilesOfTheirOwn() {
        assertThat(KernelTarget.ANY.resource())
                .isEqualTo("/org/repartee/runtime/cuda/expert-block.ptx");
        assertThat(KernelTarget.HOPPER.resource())
                .isEqualTo("/org/repartee/runtime/cuda/expert-block-hopper.ptx");
    }
}
