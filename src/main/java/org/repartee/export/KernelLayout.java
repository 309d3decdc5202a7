package org.repartee.export;

import java.util.stream.IntStream;

/// In which order `MatMulNBits` finds the numbers of a quantized row, and how many share a scale.
public enum KernelLayout {
    /// As they come. Any GPU.
    PLAIN(32, 0),
    /// As the matrix instructions of compute capability 9.0 (H100, H200) read them: nothing is
    /// sorted while the model runs, and no other GPU can run it.
    HOPPER(64, 2);

    // The instructions read eight neighbouring columns at a time, two of each for a thread.
    private static final int COLUMNS = 8;

    private final int block;
    private final int prepacked;

    KernelLayout(int block, int prepacked) {
        this.block = block;
        this.prepacked = prepacked;
    }

    /// Numbers that share a scale.
    int block() {
        return block;
    }

    /// The operator's attribute `weight_prepacked`.
    int prepacked() {
        return prepacked;
    }

    /// Which of a block's numbers stands at each place.
    ///
    /// @param bits of a number, 4 or 8
    int[] order(int bits) {
        return IntStream.range(0, block)
                .map(place -> this == PLAIN ? place : onHopper(place, bits))
                .toArray();
    }

    /// A group of columns fills 128 bits in words of 32. Word `w` holds the columns `2w` of all
    /// eights of the group, then the columns `2w + 1`. (ONNX Runtime 1.29, its preprocessing for
    /// `weight_prepacked` 2: rows permuted for LDSM, then the numbers of a word interleaved.)
    private static int onHopper(int place, int bits) {
        var group = 128 / bits;
        var inWord = 32 / bits;
        var word = place % group / inWord;
        var inside = place % inWord;
        var odd = inside / (inWord / 2);
        var eight = inside % (inWord / 2);
        return place / group * group + 2 * word + odd + COLUMNS * eight;
    }
}
