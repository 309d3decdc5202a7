package org.repartee.engine.kv;

import java.util.Arrays;

/// A queue of block numbers from which any block can also be taken out of the middle.
///
/// A ring of links in two arrays: every operation is a few array accesses, none allocates.
final class BlockQueue {

    private static final int ABSENT = -1;

    private final int[] next;
    private final int[] previous;
    private final int ends;
    private int size;

    /// @param blocks block numbers are `0 … blocks - 1`
    BlockQueue(int blocks) {
        ends = blocks;
        next = new int[blocks + 1];
        previous = new int[blocks + 1];
        Arrays.fill(next, ABSENT);
        next[ends] = ends;
        previous[ends] = ends;
    }

    int size() {
        return size;
    }

    boolean contains(int block) {
        return next[block] != ABSENT;
    }

    void addLast(int block) {
        if (contains(block)) {
            throw new IllegalStateException("block " + block + " is in the queue already");
        }
        var last = previous[ends];
        link(last, block);
        link(block, ends);
        size++;
    }

    /// The queue must not be empty.
    int removeFirst() {
        var first = next[ends];
        remove(first);
        return first;
    }

    void remove(int block) {
        if (block == ends || !contains(block)) {
            throw new IllegalStateException("block " + block + " is not in the queue");
        }
        link(previous[block], next[block]);
        next[block] = ABSENT;
        size--;
    }

    private void link(int left, int right) {
        next[left] = right;
        previous[right] = left;
    }
}
