package org.repartee.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KvCacheTest {

    private static final int[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    private final List<String> copies = new ArrayList<>();
    private final KvCache cache =
            new KvCache(6, 4, (source, target) -> copies.add(source + "->" + target));

    @AfterEach
    void integrity() {
        cache.checkIntegrity();
        assertThat(cache.free() + cache.cached() + cache.owned()).isEqualTo(6);
    }

    private BlockTable admit(int... tokens) {
        return cache.admit(tokens, tokens.length, 0).orElseThrow();
    }

    /// Computes a prompt and lets it go.
    private int[] leave(int... tokens) {
        var table = admit(tokens);
        var blocks = table.blocks().clone();
        cache.release(table, tokens, tokens.length);
        return blocks;
    }

    @Test
    void aPromptGetsBlocksForAllItsTokens() {
        var table = admit(TEN);
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.cachedTokens()).isZero();
        assertThat(cache.owned()).isEqualTo(3);
    }

    @Test
    void fullBlocksOfAKnownPrefixAreShared() {
        var first = admit(TEN);
        cache.commit(first, TEN, 10);
        var second = admit(1, 2, 3, 4, 5, 6, 7, 8, 99);
        assertThat(second.cachedTokens()).isEqualTo(8);
        assertThat(second.block(0)).isEqualTo(first.block(0));
        assertThat(second.block(1)).isEqualTo(first.block(1));
        assertThat(second.block(2)).isNotEqualTo(first.block(2));
        assertThat(copies).isEmpty();
    }

    @Test
    void onlyWhatIsComputedCanBeShared() {
        var first = admit(TEN);
        cache.commit(first, TEN, 7);
        assertThat(admit(TEN).cachedTokens()).isEqualTo(4);
    }

    @Test
    void aBlockThatAgreesOnlyAtItsBeginningIsCopied() {
        var blocks = leave(TEN);
        var table = admit(1, 2, 3, 4, 5, 6, 70, 80);
        assertThat(table.cachedTokens()).isEqualTo(6);
        assertThat(table.block(0)).isEqualTo(blocks[0]);
        assertThat(copies).containsExactly(blocks[1] + "->" + table.block(1));
    }

    @Test
    void theLastPromptTokenIsAlwaysComputed() {
        leave(1, 2, 3, 4);
        var table = admit(1, 2, 3, 4);
        assertThat(table.cachedTokens()).isEqualTo(3);
        assertThat(copies).hasSize(1);
    }

    @Test
    void thePartlyFilledEndOfASequenceIsFoundToo() {
        leave(TEN);
        var table = admit(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(table.cachedTokens()).isEqualTo(10);
    }

    @Test
    void aBlockThatTwoSequencesComputedIsKeptOnce() {
        var first = admit(TEN);
        var second = admit(TEN);
        assertThat(cache.owned()).isEqualTo(6);
        cache.commit(first, TEN, 10);
        cache.commit(second, TEN, 10);
        assertThat(cache.owned()).isEqualTo(4);
        assertThat(second.block(1)).isEqualTo(first.block(1));
        assertThat(second.block(2)).isNotEqualTo(first.block(2));
    }

    @Test
    void tooFewBlocksGiveNothing() {
        admit(TEN);
        assertThat(cache.admit(new int[16], 16, 0)).isEmpty();
        assertThat(cache.admit(new int[12], 12, 1)).isEmpty();
        assertThat(cache.owned()).isEqualTo(3);
        assertThat(cache.admit(new int[12], 12, 0)).isPresent();
    }

    @Test
    void aSequenceGrowsBlockByBlockAndNoFurtherThanThereIsRoom() {
        var table = admit(TEN);
        assertThat(cache.extend(table, 12)).isTrue();
        assertThat(table.size()).isEqualTo(3);
        assertThat(cache.extend(table, 24)).isTrue();
        assertThat(table.size()).isEqualTo(6);
        assertThat(cache.extend(table, 25)).isFalse();
        assertThat(table.size()).isEqualTo(6);
    }

    @Test
    void theEndOfAnUnusedPrefixIsEvictedBeforeItsBeginning() {
        leave(TEN);
        assertThat(cache.cached()).isEqualTo(3);
        leave(50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66);
        var table = admit(TEN);
        assertThat(table.cachedTokens()).isEqualTo(4);
    }

    @Test
    void aFailedSequenceLeavesNothingToFind() {
        var table = admit(TEN);
        cache.discard(table);
        assertThat(cache.free()).isEqualTo(6);
        assertThat(admit(TEN).cachedTokens()).isZero();
    }

    @Test
    void aTableIsReleasedOnce() {
        var table = admit(TEN);
        cache.discard(table);
        assertThatThrownBy(() -> cache.discard(table)).hasMessageContaining("released twice");
    }

    @Test
    void aFailedCopyHoldsNothing() {
        var broken =
                new KvCache(
                        6,
                        4,
                        (_, _) -> {
                            throw new IllegalStateException("no copy");
                        });
        var table = broken.admit(TEN, 10, 0).orElseThrow();
        broken.release(table, TEN, 10);
        assertThatThrownBy(() -> broken.admit(new int[] {1, 2, 9, 9}, 4, 0)).hasMessage("no copy");
        assertThat(broken.owned()).isZero();
        broken.checkIntegrity();
    }

    @Test
    void integrityNamesABlockWithAWrongOwnerCount() {
        var table = admit(TEN);
        var stray = table.block(1);
        table.replace(1, table.block(0));
        assertThatThrownBy(cache::checkIntegrity).hasMessageContaining("tables and has 1 owners");
        table.replace(1, stray);
    }

    @Test
    void theLastAvailableBlockIsUsedRatherThanCopiedFrom() {
        leave(TEN);
        admit(60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71);
        var table = cache.admit(TEN, 10, 0).orElseThrow();
        assertThat(table.cachedTokens()).isEqualTo(8);
        assertThat(copies).isEmpty();
    }

    @Test
    void resetForgetsEverything() {
        leave(TEN);
        cache.reset();
        assertThat(cache.free()).isEqualTo(6);
        assertThat(admit(TEN).cachedTokens()).isZero();
    }
}
