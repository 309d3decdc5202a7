package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.repartee.runtime.cuda.ElementType;

class ScratchLayoutTest {

    private static ScratchLayout layout(int tokens, int maxTiles) {
        var shape = new ExpertShape(tokens, 2880, 2880, 32);
        return ScratchLayout.of(ElementType.BFLOAT16, shape, 4, maxTiles);
    }

    @Test
    void aTokensPartsLieOneBehindTheOtherAligned() {
        assertThat(layout(1, 4))
                .isEqualTo(
                        new ScratchLayout(
                                0, 11_520, 17_408, 17_664, 17_920, 18_176, 18_432, 41_472, 87_552));
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 87552", "64, 48, 5533440", "2048, 160, 177048064"})
    void scratchGrowsWithTheTokens(int tokens, int maxTiles, long bytes) {
        assertThat(layout(tokens, maxTiles).bytes()).isEqualTo(bytes);
    }
}
