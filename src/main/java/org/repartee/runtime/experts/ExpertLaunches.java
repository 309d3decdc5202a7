package org.repartee.runtime.experts;

import java.util.EnumSet;
import java.util.Set;

/// Which kernels a step takes, and how they are launched: what was measured to be fast. A kernel
/// computes tiles of [#tokens] pairs of a token and an expert at once.
enum ExpertLaunches {
    TILES_OF_8(8, Launch.NARROW),
    TILES_OF_16(16, Launch.NARROW),
    TILES_OF_64(64, Launch.WIDE),
    /// By Hopper's own instructions.
    TILES_OF_128(128, Launch.HOPPER);

    /// Threads of the blocks that route, norm and combine.
    static final int ROW_THREADS = 512;

    /// Tokens that a block routes when they are normed before.
    static final int ROUTED_TOGETHER = 16;

    private static final int MOST_PAIRS_PER_EXPERT_BY_8 = 8;
    private static final int MOST_PAIRS_PER_EXPERT_BY_16 = 16;
    private static final int MOST_PAIRS_PER_EXPERT_BY_64 = 48;

    private final int tokens;
    private final Launch launch;

    /// @param rows of the weight that a block of threads computes
    /// @param threads of a block
    /// @param sharedBytes dynamic shared memory of a block
    record Launch(int rows, int threads, int sharedBytes) {

        private static final Launch NARROW = new Launch(32, 128, 0);
        private static final Launch WIDE = new Launch(192, 192, 0);
        // Five stages of 128 tokens and 64 columns of two bytes.
        private static final Launch HOPPER = new Launch(192, 384, 5 * 128 * 64 * 2);

        /// Blocks that compute all rows.
        int blocks(int allRows) {
            return Math.ceilDiv(allRows, rows);
        }
    }

    ExpertLaunches(int tokens, Launch launch) {
        this.tokens = tokens;
        this.launch = launch;
    }

    /// @param pairs of a token and one of its experts
    static ExpertLaunches of(KernelTarget target, int pairs, int experts) {
        var perExpert = Math.ceilDiv(pairs, experts);
        if (perExpert <= MOST_PAIRS_PER_EXPERT_BY_8) {
            return TILES_OF_8;
        }
        if (perExpert <= MOST_PAIRS_PER_EXPERT_BY_16) {
            return TILES_OF_16;
        }
        return target == KernelTarget.ANY || perExpert <= MOST_PAIRS_PER_EXPERT_BY_64
                ? TILES_OF_64
                : TILES_OF_128;
    }

    /// What was compiled for a target.
    static Set<ExpertLaunches> of(KernelTarget target) {
        return switch (target) {
            case ANY -> EnumSet.complementOf(EnumSet.of(TILES_OF_128));
            case HOPPER -> EnumSet.allOf(ExpertLaunches.class);
        };
    }

    /// Whether each token has a block that both norms and routes it; else the router's weights are
    /// read for many tokens at once. On Hopper those lie in the order of its widest kernels.
    boolean routeAlone(KernelTarget target) {
        return switch (this) {
            case TILES_OF_8, TILES_OF_16 -> true;
            case TILES_OF_64 -> target == KernelTarget.HOPPER;
            case TILES_OF_128 -> false;
        };
    }

    /// Pairs of a tile.
    int tokens() {
        return tokens;
    }

    /// How many tiles there can be: an expert's last one need not be full.
    int maxTiles(int pairs, int experts) {
        return Math.min(experts, pairs) + pairs / tokens;
    }

    Launch launch() {
        return launch;
    }
}
