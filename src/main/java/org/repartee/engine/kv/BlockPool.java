package org.repartee.engine.kv;

/// Free list and reference counts of the KV blocks. Knows no sequence and no token.
///
/// A block is owned (by one or more sequences), cached (by none, but the prefix index knows what it
/// holds) or free. Blocks are taken from the free ones first, then from the cached ones, least
/// recently used first.
final class BlockPool {

    private final int[] owners;
    private final PrefixIndex index;
    private final BlockQueue free;
    private final BlockQueue cached;

    BlockPool(int blocks, PrefixIndex index) {
        this.index = index;
        owners = new int[blocks];
        free = new BlockQueue(blocks);
        cached = new BlockQueue(blocks);
        for (var block = 0; block < blocks; block++) {
            free.addLast(block);
        }
    }

    /// Blocks that [#take] can still give.
    int available() {
        return free.size() + cached.size();
    }

    int free() {
        return free.size();
    }

    int cached() {
        return cached.size();
    }

    int owners(int block) {
        return owners[block];
    }

    /// Gives a block with one owner and undefined contents. There must be one [#available].
    int take() {
        if (available() == 0) {
            throw new IllegalStateException("all " + owners.length + " KV blocks are owned");
        }
        var block = free.size() > 0 ? free.removeFirst() : evict();
        owners[block] = 1;
        return block;
    }

    /// Adds an owner to an owned or cached block, whose contents stay as they are.
    void share(int block) {
        if (owners[block] == 0) {
            cached.remove(block);
        }
        owners[block]++;
    }

    /// Takes an owner away. The block stays cached if the prefix index knows it.
    void release(int block) {
        if (owners[block] == 0) {
            throw new IllegalStateException("block " + block + " has no owner to release it");
        }
        if (--owners[block] == 0) {
            (index.contains(block) ? cached : free).addLast(block);
        }
    }

    private int evict() {
        var block = cached.removeFirst();
        index.forget(block);
        return block;
    }

    /// Throws unless every block is in exactly the place that its owners and the index call for.
    void checkIntegrity() {
        var owned = 0;
        for (var block = 0; block < owners.length; block++) {
            var unowned = owners[block] == 0;
            owned += unowned ? 0 : 1;
            if (free.contains(block) != (unowned && !index.contains(block))
                    || cached.contains(block) != (unowned && index.contains(block))) {
                throw KvCache.broken(
                        "block %d: owners %d, free %b, cached %b, indexed %b",
                        block,
                        owners[block],
                        free.contains(block),
                        cached.contains(block),
                        index.contains(block));
            }
        }
        if (free() + cached() + owned != owners.length) {
            throw KvCache.broken(
                    "free %d + cached %d + owned %d is not the total %d",
                    free(), cached(), owned, owners.length);
        }
    }
}
