package org.repartee.engine.kv;

import java.util.Arrays;

/// The blocks of one sequence: block `i` holds its tokens from `i * blockSize` on.
///
/// Made, extended and released by [KvCache].
public final class BlockTable {

    private int[] blocks;
    private int size;
    private int known;
    private PrefixNode tip;
    private int cachedTokens;

    BlockTable(PrefixNode root, int expectedBlocks) {
        tip = root;
        blocks = new int[expectedBlocks];
    }

    /// Block numbers; only the first [#size] entries count. Valid until the table next changes.
    public int[] blocks() {
        return blocks;
    }

    public int size() {
        return size;
    }

    /// Tokens from the start whose keys and values were there on admission.
    public int cachedTokens() {
        return cachedTokens;
    }

    int block(int i) {
        return blocks[i];
    }

    void add(int block) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * size);
        }
        blocks[size++] = block;
    }

    /// The block that stands in for the one at `i` from now on.
    void replace(int i, int block) {
        blocks[i] = block;
    }

    void cachedTokens(int count) {
        cachedTokens = count;
    }

    /// How many blocks from the start the prefix index knows.
    int known() {
        return known;
    }

    /// What the index knows of the last of them.
    PrefixNode tip() {
        return tip;
    }

    /// The next block is known as `node` from now on.
    void know(PrefixNode node) {
        tip = node;
        known++;
    }
}
