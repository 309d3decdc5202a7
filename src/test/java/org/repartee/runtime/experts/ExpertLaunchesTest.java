package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpertLaunchesTest {

    @ParameterizedTest
    @CsvSource({
        // tokens of 4 pairs each among 32 experts, pairs of a tile, most tiles
        "1, 8, 4",
        "48, 8, 56",
        "49, 16, 44",
        "96, 16, 56",
        "97, 32, 44",
        "256, 32, 64",
        "257, 64, 48",
        "2048, 64, 160"
    })
    void tilesGrowWithTheTokens(int tokens, int ofTile, int maxTiles) {
        var launches = ExpertLaunches.of(4 * tokens, 32);
        assertThat(launches.tokens()).isEqualTo(ofTile);
        assertThat(launches.maxTiles(4 * tokens, 32)).isEqualTo(maxTiles);
    }

    @ParameterizedTest
    @CsvSource({"64, 5760, 90", "64, 65, 2", "256, 2880, 12", "256, 256, 1"})
    void blocksCoverAllRows(int rows, int allRows, int blocks) {
        assertThat(new ExpertLaunches.Launch(rows, 128, 0).blocks(allRows)).isEqualTo(blocks);
    }
}
