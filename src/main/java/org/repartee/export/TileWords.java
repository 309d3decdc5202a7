package org.repartee.export;

/// Eight columns of MXFP4 as the kernels of the experts' block find them in a word of 32 bits.
///
/// They take two columns at a time, an even one from the lower half of the word and the odd one
/// behind it from the upper half, and move sign and magnitude to where the activations' type has
/// sign, exponent and mantissa. Both lie so that the first two pairs of columns need one mask each.
final class TileWords {

    private static final int PAIRS = 4;
    private static final int[] SIGNS = {15, 12, 14, 13};
    private static final int[] FLOAT16_MAGNITUDES = {9, 6, 3, 0};
    private static final int[] BFLOAT16_MAGNITUDES = {6, 3, 9, 0};

    // What a pair, a byte of the checkpoint, adds to its word.
    private final int[][] byPair = new int[PAIRS][1 << Byte.SIZE];

    /// @param type of activations
    TileWords(WeightType type) {
        var magnitudes = type == WeightType.FLOAT16 ? FLOAT16_MAGNITUDES : BFLOAT16_MAGNITUDES;
        for (var pair = 0; pair < PAIRS; pair++) {
            for (var codes = 0; codes < byPair[pair].length; codes++) {
                var even = placed(codes & 15, SIGNS[pair], magnitudes[pair]);
                var odd = placed(codes >> 4, SIGNS[pair], magnitudes[pair]);
                byPair[pair][codes] = odd << Short.SIZE | even;
            }
        }
    }

    private static int placed(int code, int sign, int magnitude) {
        return code >> 3 << sign | (code & 7) << magnitude;
    }

    /// @param columns four bytes of the checkpoint, the first lowest
    int word(int columns) {
        return byPair[0][columns & 255]
                | byPair[1][columns >> 8 & 255]
                | byPair[2][columns >> 16 & 255]
                | byPair[3][columns >>> 24];
    }
}
