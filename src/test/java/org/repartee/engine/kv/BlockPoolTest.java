package org.repartee.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockPoolTest {

    private final PrefixIndex index = new PrefixIndex(3);
    private final BlockPool pool = new BlockPool(3, index);

    @AfterEach
    void integrity() {
        pool.checkIntegrity();
        index.checkIntegrity(pool);
    }

    @Test
    void aReleasedBlockIsFreeAgain() {
        var block = pool.take();
        assertThat(pool.free()).isEqualTo(2);
        pool.release(block);
        assertThat(pool.free()).isEqualTo(3);
    }

    @Test
    void aSharedBlockStaysOwnedUntilItsLastOwnerReleasesIt() {
        var block = pool.take();
        pool.share(block);
        pool.release(block);
        assertThat(pool.owners(block)).isEqualTo(1);
        pool.release(block);
        assertThat(pool.available()).isEqualTo(3);
        assertThatThrownBy(() -> pool.release(block)).hasMessageContaining("has no owner");
    }

    @Test
    void aKnownBlockStaysCachedUntilItsRoomIsNeeded() {
        var known = pool.take();
        index.add(index.root(), new int[] {7, 8}, 0, 2, known);
        pool.release(known);
        assertThat(pool.cached()).isEqualTo(1);
        assertThat(pool.take()).isNotEqualTo(known);
        assertThat(pool.take()).isNotEqualTo(known);
        assertThat(pool.take()).isEqualTo(known);
        assertThat(index.contains(known)).isFalse();
    }

    @Test
    void theLeastRecentlyUsedBlockIsEvictedFirst() {
        var blocks = new int[] {pool.take(), pool.take(), pool.take()};
        for (var block : blocks) {
            index.add(index.root(), new int[] {block}, 0, 1, block);
            pool.release(block);
        }
        pool.share(blocks[0]);
        pool.release(blocks[0]);
        assertThat(pool.take()).isEqualTo(blocks[1]);
        assertThat(pool.take()).isEqualTo(blocks[2]);
        assertThat(pool.take()).isEqualTo(blocks[0]);
    }

    @Test
    void moreBlocksThanExistCannotBeTaken() {
        pool.take();
        pool.take();
        pool.take();
        assertThatThrownBy(pool::take).hasMessage("all 3 KV blocks are owned");
    }
}
