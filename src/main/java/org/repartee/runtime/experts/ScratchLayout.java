package org.repartee.runtime.experts;

import org.repartee.runtime.cuda.ElementType;

/// Where the kernels keep what they pass on to each other, as offsets in bytes into a block's
/// scratch.
///
/// @param mid float32 `[T, H]`: the residual with the attention's output
/// @param normed `X [T, H]`
/// @param ids int32 `[T k]`: each token's experts
/// @param weights float32 `[T k]`: their shares
/// @param order int32 `[T k]`: pairs of token and expert, sorted by expert
/// @param tiles int32 `[maxTiles, 4]`: which pairs are computed together
/// @param activated `X [T k, I]`
/// @param parts float32 `[T k, H]`: what each expert says
/// @param bytes of all of it
record ScratchLayout(
        long mid,
        long normed,
        long ids,
        long weights,
        long order,
        long tiles,
        long activated,
        long parts,
        long bytes) {

    private static final long ALIGNMENT = 256;

    static ScratchLayout of(ElementType type, ExpertShape shape, int topK, int maxTiles) {
        var hidden = (long) shape.tokens() * shape.hidden();
        var pairs = (long) shape.tokens() * topK;
        var normed = aligned(hidden * Float.BYTES);
        var ids = aligned(normed + hidden * type.bytes());
        var weights = aligned(ids + pairs * Integer.BYTES);
        var order = aligned(weights + pairs * Float.BYTES);
        var tiles = aligned(order + pairs * Integer.BYTES);
        var activated = aligned(tiles + 4L * maxTiles * Integer.BYTES);
        var parts = aligned(activated + pairs * shape.intermediate() * type.bytes());
        var bytes = aligned(parts + pairs * shape.hidden() * Float.BYTES);
        return new ScratchLayout(0, normed, ids, weights, order, tiles, activated, parts, bytes);
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
