package org.repartee.runtime.experts;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.repartee.runtime.cuda.ElementType;

/// A weight in tiles of MXFP4, read as its kernels read it.
///
/// @param memory of all experts
/// @param rows of one expert
/// @param columns of one expert
/// @param type of activations, on which the exponents' bias depends
record Tiles(MemorySegment memory, int rows, int columns, ElementType type) {

    static Tiles of(MemorySegment address, long[] shape, ElementType type) {
        var bytes = 1L;
        for (var dimension : shape) {
            bytes *= dimension;
        }
        return new Tiles(
                address.reinterpret(bytes),
                (int) shape[1] * ExpertBlock.TILE_ROWS,
                (int) shape[2] * ExpertBlock.TILE_COLUMNS,
                type);
    }

    /// One row's numbers.
    float[] row(int expert, int row) {
        var numbers = new float[columns];
        var perRow = columns / ExpertBlock.TILE_COLUMNS;
        var first = ((long) expert * rows + row) / ExpertBlock.TILE_ROWS * perRow;
        for (var tile = 0; tile < perRow; tile++) {
            var start = (first + tile) * ExpertBlock.TILE_BYTES;
            for (var column = 0; column < ExpertBlock.TILE_COLUMNS; column++) {
                numbers[tile * ExpertBlock.TILE_COLUMNS + column] =
                        number(start, row % ExpertBlock.TILE_ROWS, column);
            }
        }
        return numbers;
    }

    private float number(long tile, int row, int column) {
        var lane = row % 8 * 4 + column % 32 / 8;
        var word = row / 8 * 2 + column / 32;
        var bits = memory.get(ValueLayout.JAVA_INT_UNALIGNED, tile + 16L * lane + 4L * word);
        var exponent = memory.get(ValueLayout.JAVA_BYTE, tile + 512 + row % 8 * 4 + word);
        return value(code(bits >>> column % 2 * 16, column % 8 / 2))
                * scale(Byte.toUnsignedInt(exponent));
    }

    /// The number of a pair, out of its half of a word.
    private int code(int half, int pair) {
        var sign = new int[] {15, 12, 14, 13}[pair];
        var magnitude =
                (type == ElementType.FLOAT16 ? new int[] {9, 6, 3, 0} : new int[] {6, 3, 9, 0})
                        [pair];
        return (half >> sign & 1) << 3 | half >> magnitude & 7;
    }

    private static float value(int code) {
        var exponent = code >> 1 & 3;
        var mantissa = code & 1;
        var magnitude =
                exponent == 0 ? mantissa * 0.5f : Math.scalb(1 + mantissa * 0.5f, exponent - 1);
        return (code & 8) == 0 ? magnitude : -magnitude;
    }

    /// The kernels multiply numbers that are `2^-14`, or `2^-126`, of what they stand for.
    private float scale(int exponent) {
        if (type == ElementType.FLOAT16) {
            return exponent == 0 ? 0 : (float) Math.scalb(1.0, exponent - 15 - 14);
        }
        return (float) Math.scalb(1.0, exponent - 127 - 126);
    }
}
