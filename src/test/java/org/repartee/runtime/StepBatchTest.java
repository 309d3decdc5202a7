package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StepBatchTest {

    private final StepBatch batch = new StepBatch(8, 3, 4, 2);

    @Test
    void aRowIsASliceBehindItsPast() {
        batch.begin(3, new int[] {7, 5, 9}, 3, true);
        batch.append(new int[] {0, 11, 12, 13}, 1, 2);

        assertThat(batch.sequences()).isEqualTo(1);
        assertThat(batch.tokens()).isEqualTo(2);
        assertThat(batch.past(0)).isEqualTo(3);
        assertThat(batch.count(0)).isEqualTo(2);
        assertThat(batch.length(0)).isEqualTo(5);
        assertThat(batch.tokenId(0)).isEqualTo(11);
        assertThat(batch.tokenId(1)).isEqualTo(12);
        assertThat(batch.wantsLogits(0)).isTrue();
    }

    @Test
    void aTokensSlotIsItsBlockAndItsOffset() {
        batch.begin(3, new int[] {7, 5, 9}, 3, true);
        batch.append(new int[] {11, 12}, 0, 2);

        assertThat(batch.slot(0)).isEqualTo(5 * 2 + 1);
        assertThat(batch.slot(1)).isEqualTo(9 * 2);
    }

    @Test
    void rowsLieOneAfterTheOther() {
        batch.begin(0, new int[] {1, 2}, 2, false);
        batch.append(new int[] {11, 12, 13}, 0, 3);
        batch.begin(4, new int[] {3, 4, 5}, 3, true);
        batch.append(new int[] {21}, 0, 1);
        batch.append(new int[] {22}, 0, 1);

        assertThat(batch.start(1)).isEqualTo(3);
        assertThat(batch.start(2)).isEqualTo(5);
        assertThat(batch.count(1)).isEqualTo(2);
        assertThat(batch.tokenId(4)).isEqualTo(22);
        assertThat(batch.slot(4)).isEqualTo(5 * 2 + 1);
        assertThat(batch.blockCount(1)).isEqualTo(3);
        assertThat(batch.block(1, 2)).isEqualTo(5);
        assertThat(batch.wantsLogits(0)).isFalse();
    }

    @Test
    void aTokenThatWasNotKnownIsSetLater() {
        batch.begin(3, new int[] {7, 5}, 2, true);
        batch.append(new int[] {0}, 0, 1);
        batch.setTokenId(0, 11);

        assertThat(batch.tokenId(0)).isEqualTo(11);
        assertThatThrownBy(() -> batch.setTokenId(1, 12))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aRowIsSampledAtItsOwnTemperature() {
        batch.begin(0, new int[] {1}, 1, true);
        batch.temperature(0.5f);
        batch.begin(0, new int[] {2}, 1, true);

        assertThat(batch.temperature(0)).isEqualTo(0.5f);
        assertThat(batch.temperature(1)).isEqualTo(1);
    }

    @Test
    void aClearedBatchIsEmptyAndStartsAtZero() {
        batch.begin(0, new int[] {1}, 1, true);
        batch.append(new int[] {11}, 0, 1);
        batch.clear();

        assertThat(batch.sequences()).isZero();
        assertThat(batch.tokens()).isZero();

        batch.begin(0, new int[] {2}, 1, true);
        batch.append(new int[] {12}, 0, 1);
        assertThat(batch.start(0)).isZero();
        assertThat(batch.slot(0)).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        assertThatThrownBy(() -> batch.begin(0, new int[5], 5, true))
                .hasMessage("blocks of a sequence of a step must be at most 4, got 5");

        batch.begin(3, new int[] {1, 2}, 2, true);
        assertThatThrownBy(() -> batch.append(new int[2], 0, 2))
                .hasMessage("tokens of a sequence of a step must be at most 4, got 5");

        batch.begin(0, new int[4], 4, true);
        batch.append(new int[8], 0, 8);
        batch.begin(0, new int[4], 4, true);
        assertThatThrownBy(() -> batch.append(new int[1], 0, 1))
                .hasMessage("tokens of a step must be at most 8, got 9");
        assertThatThrownBy(() -> batch.begin(0, new int[4], 4, true))
                .hasMessage("sequences of a step must be at most 3, got 4");
    }
}
