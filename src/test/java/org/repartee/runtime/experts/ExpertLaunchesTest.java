package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpertLaunchesTest {

    @ParameterizedTest
    @CsvSource({
        // tokens of 4 pairs each among 32 experts, pairs of a tile, most tiles
        "ANY, 1, 8, 4",
        "ANY, 64, 8, 64",
        "ANY, 65, 16, 48",
        "ANY, 128, 16, 64",
        "ANY, 129, 64, 40",
        "ANY, 2048, 64, 160",
        "HOPPER, 64, 8, 64",
        "HOPPER, 128, 16, 64",
        "HOPPER, 384, 64, 56",
        "HOPPER, 385, 128, 44",
        "HOPPER, 2048, 128, 96"
    })
    void tilesGrowWithTheTokens(KernelTarget target, int tokens, int ofTile, int maxTiles) {
        var launches = ExpertLaunches.of(target, 4 * tokens, 32);
        assertThat(launches.tokens()).isEqualTo(ofTile);
        assertThat(launches.maxTiles(4 * tokens, 32)).isEqualTo(maxTiles);
    }

    @ParameterizedTest
    @CsvSource({"70, ANY", "80, ANY", "89, ANY", "90, HOPPER", "100, ANY", "120, ANY"})
    void hoppersInstructionsAreNoOtherCards(int computeCapability, KernelTarget target) {
        assertThat(KernelTarget.of(computeCapability)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"64, 5760, 90", "64, 65, 2", "256, 2880, 12", "256, 256, 1"})
    void blocksCoverAllRows(int rows, int allRows, int blocks) {
        assertThat(new ExpertLaunches.Launch(rows, 128, 0).blocks(allRows)).isEqualTo(blocks);
    }
}
