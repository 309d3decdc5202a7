package org.repartee.runtime;

import java.nio.IntBuffer;
import java.util.Objects;

/// The tokens of one step: a ragged batch, each sequence a slice of new tokens behind its cached
/// past.
///
/// Sized once and reused from step to step, so that a step allocates nothing. Fill it with
/// [#clear], then for each sequence [#begin] and one or more [#append]. Not thread-safe: the engine
/// thread owns it.
public final class StepBatch {

    private final int maxBlocks;
    private final int blockSize;
    private final int[] tokenIds;
    private final int[] slotMapping;
    private final int[] cumulativeLengths;
    private final int[] pastLengths;
    private final int[] blockCounts;
    private final int[] blockTable;
    private final boolean[] wantsLogits;
    private final float[] temperatures;
    private int sequences;
    private int tokens;

    /// @param maxTokens most tokens of one step
    /// @param maxSequences most sequences of one step
    /// @param maxBlocks most cache blocks of one sequence
    /// @param blockSize tokens per cache block
    public StepBatch(int maxTokens, int maxSequences, int maxBlocks, int blockSize) {
        this.maxBlocks = maxBlocks;
        this.blockSize = blockSize;
        tokenIds = new int[maxTokens];
        slotMapping = new int[maxTokens];
        cumulativeLengths = new int[maxSequences + 1];
        pastLengths = new int[maxSequences];
        blockCounts = new int[maxSequences];
        blockTable = new int[Math.multiplyExact(maxSequences, maxBlocks)];
        wantsLogits = new boolean[maxSequences];
        temperatures = new float[maxSequences];
    }

    /// A step of nothing, to be padded.
    static StepBatch empty() {
        return new StepBatch(0, 0, 0, 1);
    }

    public void clear() {
        sequences = 0;
        tokens = 0;
    }

    /// Opens the next row: a sequence whose first `past` tokens are in the cache.
    ///
    /// @param blocks its block table; the first `count` entries are used, and copied
    /// @param wantsLogits whether anybody will read the row's logits; a runtime may leave out the
    ///   others
    public void begin(int past, int[] blocks, int count, boolean wantsLogits) {
        require("sequences", sequences + 1, pastLengths.length);
        require("blocks of a sequence", count, maxBlocks);
        System.arraycopy(blocks, 0, blockTable, sequences * maxBlocks, count);
        pastLengths[sequences] = past;
        blockCounts[sequences] = count;
        this.wantsLogits[sequences] = wantsLogits;
        temperatures[sequences] = 1;
        sequences++;
        cumulativeLengths[sequences] = tokens;
    }

    /// Sets the temperature at which the row opened last is sampled, above 0; it is 1 otherwise.
    public void temperature(float temperature) {
        temperatures[sequences - 1] = temperature;
    }

    /// Adds `ids[from] … ids[from + count - 1]` to the row opened last.
    public void append(int[] ids, int from, int count) {
        require("tokens", tokens + count, tokenIds.length);
        var row = sequences - 1;
        var position = length(row);
        require("tokens of a sequence", position + count, blockCounts[row] * blockSize);
        System.arraycopy(ids, from, tokenIds, tokens, count);
        for (var i = 0; i < count; i++, position++) {
            slotMapping[tokens + i] =
                    block(row, position / blockSize) * blockSize + position % blockSize;
        }
        tokens += count;
        cumulativeLengths[sequences] = tokens;
    }

    /// Sets the token at `index` of the flat list, for one that was not known yet when its place
    /// was appended.
    public void setTokenId(int index, int id) {
        tokenIds[Objects.checkIndex(index, tokens)] = id;
    }

    /// Rows of this step.
    public int sequences() {
        return sequences;
    }

    /// New tokens of this step, all rows together.
    public int tokens() {
        return tokens;
    }

    /// Tokens per cache block.
    public int blockSize() {
        return blockSize;
    }

    /// Index of the row's first token; `start(sequences())` is [#tokens].
    public int start(int row) {
        return row == 0 ? 0 : cumulativeLengths[row];
    }

    /// New tokens of the row.
    public int count(int row) {
        return start(row + 1) - start(row);
    }

    /// Tokens of the row that the cache held before this step.
    public int past(int row) {
        return pastLengths[row];
    }

    /// Tokens of the row after this step: past and new ones.
    public int length(int row) {
        return past(row) + count(row);
    }

    /// The token at `index` of the flat list, `0 … tokens() - 1`.
    public int tokenId(int index) {
        return tokenIds[index];
    }

    /// The cache slot of the token at `index`: `block * blockSize + offset`.
    public int slot(int index) {
        return slotMapping[index];
    }

    /// Entries of the row's block table.
    public int blockCount(int row) {
        return blockCounts[row];
    }

    /// Entry `index` of the row's block table.
    public int block(int row, int index) {
        return blockTable[row * maxBlocks + index];
    }

    /// Copies the first `count` entries of the row's block table.
    void copyBlocks(int row, int count, IntBuffer into, int at) {
        into.put(at, blockTable, row * maxBlocks, count);
    }

    /// Copies the cache slots of all tokens to the beginning of `into`.
    void copySlots(IntBuffer into) {
        into.put(0, slotMapping, 0, tokens);
    }

    public boolean wantsLogits(int row) {
        return wantsLogits[row];
    }

    /// The temperature at which the row is sampled, above 0.
    public float temperature(int row) {
        return temperatures[row];
    }

    private static void require(String what, int value, int limit) {
        if (value > limit) {
            throw new IllegalArgumentException(
                    "%s of a step must be at most %d, got %d".formatted(what, limit, value));
        }
    }
}
