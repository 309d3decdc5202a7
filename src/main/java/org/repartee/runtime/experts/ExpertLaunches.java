package org.repartee.runtime.experts;

/// Which kernels a step takes, and how they are launched: what was measured to be fast. A kernel
/// computes tiles of [#tokens] pairs of a token and an expert at once.
enum ExpertLaunches {
    TILES_OF_8(8, 6, new Launch(32, 128, 0), new Launch(32, 128, 0)),
    TILES_OF_16(16, 12, new Launch(32, 128, 0), new Launch(32, 128, 0)),
    TILES_OF_32(32, 32, new Launch(192, 192, 0), new Launch(192, 192, 0)),
    TILES_OF_64(64, Integer.MAX_VALUE, new Launch(192, 192, 0), new Launch(192, 192, 0));

    /// Threads of the blocks that route, norm and combine.
    static final int ROW_THREADS = 512;

    /// Tokens that a block routes when they are normed before.
    static final int ROUTED_TOGETHER = 16;

    // Beyond, router's weights are read for many tokens at once.
    private static final int MOST_ROUTED_ALONE = 64;

    private final int tokens;
    private final int mostPairsPerExpert;
    private final Launch gateUp;
    private final Launch down;

    /// @param rows of the weight that a block of threads computes
    /// @param threads of a block
    /// @param sharedBytes dynamic shared memory of a block
    record Launch(int rows, int threads, int sharedBytes) {

        /// Blocks that compute all rows.
        int blocks(int allRows) {
            return Math.ceilDiv(allRows, rows);
        }
    }

    ExpertLaunches(int tokens, int mostPairsPerExpert, Launch gateUp, Launch down) {
        this.tokens = tokens;
        this.mostPairsPerExpert = mostPairsPerExpert;
        this.gateUp = gateUp;
        this.down = down;
    }

    /// @param pairs of a token and one of its experts
    static ExpertLaunches of(int pairs, int experts) {
        for (var launches : values()) {
            if (pairs <= (long) launches.mostPairsPerExpert * experts) {
                return launches;
            }
        }
        throw new IllegalStateException("the last kind takes any number of pairs");
    }

    /// Whether each token has a block that both norms and routes it.
    static boolean routeAlone(int tokens) {
        return tokens <= MOST_ROUTED_ALONE;
    }

    /// Pairs of a tile.
    int tokens() {
        return tokens;
    }

    /// How many tiles there can be: an expert's last one need not be full.
    int maxTiles(int pairs, int experts) {
        return Math.min(experts, pairs) + pairs / tokens;
    }

    Launch gateUp() {
        return gateUp;
    }

    Launch down() {
        return down;
    }
}
