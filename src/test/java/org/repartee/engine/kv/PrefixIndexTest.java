package org.repartee.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {

    private final PrefixIndex index = new PrefixIndex(8);

    @Test
    void equalHashesAreNotEqualPrefixes() {
        // 31 * 1 + 31 = 31 * 2 + 0: a collision of Arrays.hashCode.
        int[] one = {1, 31};
        int[] two = {2, 0};
        assertThat(Arrays.hashCode(one)).isEqualTo(Arrays.hashCode(two));
        var node = index.add(index.root(), one, 0, 2, 0);
        assertThat(index.find(index.root(), two, 0, 2)).isEmpty();
        assertThat(index.find(index.root(), one, 0, 2)).containsSame(node);
    }

    @Test
    void theSameTokensAfterAnotherPrefixAreAnotherPrefix() {
        var a = index.add(index.root(), new int[] {1, 1}, 0, 2, 0);
        var b = index.add(index.root(), new int[] {2, 2}, 0, 2, 1);
        index.add(a, new int[] {5, 5}, 0, 2, 2);
        assertThat(index.find(b, new int[] {5, 5}, 0, 2)).isEmpty();
    }

    @Test
    void theClosestBlockSharesTheMostTokens() {
        index.add(index.root(), new int[] {1, 2, 9, 9}, 0, 4, 0);
        index.add(index.root(), new int[] {1, 2, 3, 9}, 0, 4, 1);
        index.add(index.root(), new int[] {2, 2, 3, 4}, 0, 4, 2);
        var match = index.closest(index.root(), new int[] {1, 2, 3, 4}, 0, 4).orElseThrow();
        assertThat(match.node().block()).isEqualTo(1);
        assertThat(match.length()).isEqualTo(3);
        assertThat(index.closest(index.root(), new int[] {8}, 0, 1)).isEmpty();
    }

    @Test
    void aBlockThatOthersFollowIsNotForgotten() {
        var a = index.add(index.root(), new int[] {1, 1}, 0, 2, 0);
        index.add(a, new int[] {2, 2}, 0, 2, 1);
        assertThatThrownBy(() -> index.forget(0)).isInstanceOf(IllegalStateException.class);
        index.forget(1);
        index.forget(0);
        assertThat(index.contains(0)).isFalse();
    }
}
