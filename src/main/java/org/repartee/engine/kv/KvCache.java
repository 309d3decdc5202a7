package org.repartee.engine.kv;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which blocks a sequence may read and write, and which of its tokens need no computing because an
/// earlier request left them.
///
/// Sequences share full blocks, and never write into a block that another one reads: a prompt that
/// agrees with only the beginning of a known block gets a copy of it.
public final class KvCache {

    private final int blockCount;
    private final int blockSize;
    private final BlockCopy copy;
    private final Set<BlockTable> tables = new HashSet<>();
    private PrefixIndex index;
    private BlockPool pool;

    public KvCache(int blockCount, int blockSize, BlockCopy copy) {
        this.blockCount = blockCount;
        this.blockSize = blockSize;
        this.copy = copy;
        index = new PrefixIndex(blockCount);
        pool = new BlockPool(blockCount, index);
    }

    /// Gives a sequence blocks for all its `length` tokens, those of a known prefix shared or
    /// copied. At least the last token is left to compute, because its logits are wanted.
    ///
    /// @param reserve blocks that must remain for others
    /// @return empty if there are too few blocks; nothing is held then
    public Optional<BlockTable> admit(int[] tokens, int length, int reserve) {
        if (pool.available() <= reserve) {
            return Optional.empty();
        }
        var table = new BlockTable(index.root(), blocksFor(length));
        tables.add(table);
        try {
            shareKnownBlocks(table, tokens, length);
            if (pool.available() >= blocksFor(length) - table.size() + reserve) {
                copyPartlyKnownBlock(table, tokens, length);
                if (extend(table, length)) {
                    return Optional.of(table);
                }
            }
        } catch (RuntimeException failure) {
            discard(table);
            throw failure;
        }
        discard(table);
        return Optional.empty();
    }

    private void shareKnownBlocks(BlockTable table, int[] tokens, int length) {
        for (var to = blockSize; to < length; to += blockSize) {
            var node = index.find(table.tip(), tokens, to - blockSize, to);
            if (node.isEmpty()) {
                return;
            }
            pool.share(node.get().block());
            table.add(node.get().block());
            table.know(node.get());
            table.cachedTokens(to);
        }
    }

    private void copyPartlyKnownBlock(BlockTable table, int[] tokens, int length) {
        var from = table.cachedTokens();
        var match = index.closest(table.tip(), tokens, from, length - 1);
        if (match.isEmpty()) {
            return;
        }
        var source = match.get().node().block();
        pool.share(source); // or taking the target might evict it
        try {
            if (pool.available() > 0) {
                var target = pool.take();
                table.add(target);
                copy.copy(source, target);
                table.cachedTokens(from + match.get().length());
            }
        } finally {
            pool.release(source);
        }
    }

    /// Gives the sequence room for `length` tokens.
    ///
    /// @return false if there are too few blocks; the table is as before then
    public boolean extend(BlockTable table, int length) {
        var missing = blocksFor(length) - table.size();
        if (missing > pool.available()) {
            return false;
        }
        for (var i = 0; i < missing; i++) {
            table.add(pool.take());
        }
        return true;
    }

    /// Lets other sequences find the blocks that are full now that the first `computed` tokens are
    /// computed. A block that another sequence has computed as well is kept once.
    ///
    /// @return true if the sequence has that other block now instead of its own
    public boolean commit(BlockTable table, int[] tokens, int computed) {
        var exchanged = false;
        for (var i = table.known(); (i + 1) * blockSize <= computed; i++) {
            var from = i * blockSize;
            var twin = index.find(table.tip(), tokens, from, from + blockSize);
            if (twin.isPresent()) {
                pool.share(twin.get().block());
                pool.release(table.block(i));
                table.replace(i, twin.get().block());
                table.know(twin.get());
                exchanged = true;
            } else {
                var to = from + blockSize;
                table.know(index.add(table.tip(), tokens, from, to, table.block(i)));
            }
        }
        return exchanged;
    }

    /// Takes the blocks back. What is computed of them can be found by other sequences, the last,
    /// partly filled block included, until its room is needed.
    public void release(BlockTable table, int[] tokens, int computed) {
        commit(table, tokens, computed);
        var from = table.known() * blockSize;
        if (from < computed) {
            var twin = index.closest(table.tip(), tokens, from, computed);
            if (twin.isEmpty() || twin.get().length() < computed - from) {
                index.add(table.tip(), tokens, from, computed, table.block(table.known()));
            }
        }
        discard(table);
    }

    /// Takes the blocks back after a failure: nothing that was not known before becomes known.
    public void discard(BlockTable table) {
        if (!tables.remove(table)) {
            throw broken("a block table was released twice");
        }
        for (var i = table.size() - 1; i >= 0; i--) { // the last first: see PrefixIndex.forget
            pool.release(table.block(i));
        }
    }

    /// Forgets everything. Tables given out before are void.
    public void reset() {
        tables.clear();
        index = new PrefixIndex(blockCount);
        pool = new BlockPool(blockCount, index);
    }

    /// Blocks that `length` tokens take.
    public int blocksFor(int length) {
        return Math.ceilDiv(length, blockSize);
    }

    public int blockCount() {
        return blockCount;
    }

    /// Tokens that a block holds.
    public int blockSize() {
        return blockSize;
    }

    /// Blocks that hold nothing.
    public int free() {
        return pool.free();
    }

    /// Blocks that hold a prefix nobody owns.
    public int cached() {
        return pool.cached();
    }

    /// Blocks that sequences own; free + cached + owned = [#blockCount].
    public int owned() {
        return blockCount - pool.available();
    }

    /// Checks that free + cached + owned = total, that each block has exactly the owners that the
    /// tables say, and that the prefix index agrees. Costs some microseconds per thousand blocks.
    ///
    /// @throws IllegalStateException naming the first block that is wrong
    public void checkIntegrity() {
        var owners = new int[blockCount];
        for (var table : tables) {
            for (var i = 0; i < table.size(); i++) {
                owners[table.block(i)]++;
            }
        }
        for (var block = 0; block < blockCount; block++) {
            if (owners[block] != pool.owners(block)) {
                throw broken(
                        "block %d is in %d tables and has %d owners",
                        block, owners[block], pool.owners(block));
            }
        }
        pool.checkIntegrity();
        index.checkIntegrity(pool);
    }

    static IllegalStateException broken(String message, Object... values) {
        return new IllegalStateException("KV cache: " + message.formatted(values));
    }
}
