package org.repartee.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlockQueueTest {

    private final BlockQueue queue = new BlockQueue(4);

    @Test
    void blocksLeaveInTheOrderTheyCame() {
        queue.addLast(2);
        queue.addLast(0);
        assertThat(queue.removeFirst()).isEqualTo(2);
        assertThat(queue.removeFirst()).isZero();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aBlockCanBeTakenOutOfTheMiddle() {
        queue.addLast(1);
        queue.addLast(3);
        queue.addLast(0);
        queue.remove(3);
        assertThat(queue.contains(3)).isFalse();
        assertThat(queue.removeFirst()).isEqualTo(1);
        assertThat(queue.removeFirst()).isZero();
    }

    @Test
    void aBlockIsInTheQueueOnce() {
        queue.addLast(1);
        assertThatThrownBy(() -> queue.addLast(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queue.remove(2)).isInstanceOf(IllegalStateException.class);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void anEmptyQueueHasNoFirstBlock() {
        assertThatThrownBy(queue::removeFirst).isInstanceOf(IllegalStateException.class);
    }
}
