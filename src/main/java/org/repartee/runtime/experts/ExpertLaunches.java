package org.repartee.runtime.experts;

/// How the kernels for one size of tiles are launched. A tile is at most [#tokens] pairs of a token
/// and one of its experts, of one expert.
///
/// @param tokens pairs of a full tile
/// @param mostPairsPerExpert these tiles are for steps of at most so many pairs for each expert
/// @param routing who norms and routes before
/// @param gateUp by tile: multiplies, and activates
/// @param down by tile: multiplies
record ExpertLaunches(
        int tokens, int mostPairsPerExpert, Routing routing, Launch gateUp, Launch down) {

    /// Threads of the blocks that norm, route and combine.
    static final int ROW_THREADS = 512;

    /// How tokens are normed and routed.
    enum Routing {
        /// Each by a block of its own, which does both.
        ALONE,
        /// Normed alone, then routed [#ROUTED_TOGETHER] to a block, which reads the router's
        /// weights once for all of them.
        TOGETHER;

        static final int ROUTED_TOGETHER = 16;
    }

    /// @param rows of the weight that a block of threads computes
    /// @param threads of a block
    /// @param sharedBytes dynamic shared memory of a block
    record Launch(int rows, int threads, int sharedBytes) {

        /// Blocks that compute all rows.
        int blocks(int allRows) {
            return Math.ceilDiv(allRows, rows);
        }
    }

    /// The same launch for both products.
    static ExpertLaunches of(int tokens, int mostPairsPerExpert, Routing routing, Launch both) {
        return new ExpertLaunches(tokens, mostPairsPerExpert, routing, both, both);
    }

    boolean serves(int pairs, int experts) {
        return pairs <= (long) mostPairsPerExpert * experts;
    }

    /// How many tiles there can be: an expert's last one need not be full.
    int maxTiles(int pairs, int experts) {
        return Math.min(experts, pairs) + pairs / tokens;
    }
}
