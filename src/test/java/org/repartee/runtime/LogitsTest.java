package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class LogitsTest {

    private final Logits logits =
            new Logits(FloatBuffer.wrap(new float[] {-3, -1, -2, 5, 7, 7, 99}), 2, 3);

    @Test
    void theLargestLogitOfARowWins() {
        assertThat(logits.argmax(0)).isEqualTo(1);
    }

    @Test
    void amongEqualsTheLowestIdWins() {
        assertThat(logits.argmax(1)).isEqualTo(1);
    }

    @Test
    void aRowIsCopiedToTheFrontOfTheArray() {
        var row = new float[4];
        logits.copyRow(1, row);
        assertThat(row).containsExactly(5, 7, 7, 0);
    }

    @Test
    void aRowThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> logits.argmax(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
