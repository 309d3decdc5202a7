package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.repartee.runtime.experts.ExpertBlock;

/// Experts' weights as the kernels of the experts' block read them: the checkpoint's own 4 bits,
/// exact, in tiles of 16 rows and 64 columns.
///
/// A tile is 512 bytes of numbers, 16 for each of 32 threads, and 32 bytes of exponents. Thread `4
/// r
/// + q` finds four words of 32 bits: of row `r`, the columns from `8 q` and from `32 + 8 q`, and
///   the same of row `r + 8`. [TileWords] says how a word holds eight columns.
///
/// @param type of activations, on which the bias of the exponents depends
record ExpertTiles(TensorSource source, WeightType type) {

    private static final int PIECE = 1 << 20;
    private static final int THREADS = 32;
    private static final int HALF = TileOrder.ROWS / 2;
    // Of one row, within a tile.
    private static final int TILE_ROW_BYTES = ExpertBlock.TILE_COLUMNS / 2;

    /// The largest e8m0 code whose weights the kernels can make: they multiply by `2^15` at most in
    /// float16, and by `2^127` in bfloat16.
    private static final int LARGEST_SCALE = 128;

    private static final int FLOAT16_BIAS = -98;
    private static final int BFLOAT16_BIAS = 126;

    /// One weight, `[experts, rows / 16, columns / 64, 544]`.
    Weight weight(String name, TileOrder order) {
        var shape = source.tensor(name + "_blocks").shape();
        var columns = shape.get(2) * Mxfp4.BLOCK;
        var tiles =
                List.of(
                        shape.get(0),
                        shape.get(1) / TileOrder.ROWS,
                        columns / ExpertBlock.TILE_COLUMNS,
                        (long) ExpertBlock.TILE_BYTES);
        return new Weight(
                name + "_tiles",
                WeightType.UINT8,
                tiles,
                sink -> new Band(name, order, Math.toIntExact(columns)).writeAll(sink));
    }

    /// Biases in the order of the tiles' rows, float32 `[experts, rows]`.
    Weight bias(String name, TileOrder order) {
        var tensor = source.tensor(name + "_bias");
        return new Weight(
                tensor.name(),
                WeightType.FLOAT32,
                tensor.shape(),
                sink -> writeBias(tensor, order, sink));
    }

    private void writeBias(TensorSpec tensor, TileOrder order, Weight.Sink sink)
            throws IOException {
        var biases = new CheckpointWeights(source).floats(tensor);
        var out = buffer(biases.length * Float.BYTES);
        for (var i = 0; i < biases.length; i++) {
            var row = i % TileOrder.ROWS;
            out.putFloat(biases[i - row + order.source(row)]);
        }
        sink.write(out.flip());
    }

    /// 16 rows of a weight, and the tiles they become.
    private final class Band {

        private final TensorSpec blocks;
        private final TensorSpec scales;
        private final TileOrder order;
        private final TileWords words;
        private final int rowBytes;
        private final int rowScales;
        private final int bands;
        private final ByteBuffer numbersIn;
        private final ByteBuffer scalesIn;
        private final ByteBuffer out;

        Band(String name, TileOrder order, int columns) {
            blocks = source.tensor(name + "_blocks");
            scales = source.tensor(name + "_scales");
            this.order = order;
            rowBytes = columns / 2;
            rowScales = columns / Mxfp4.BLOCK;
            bands = Math.max(1, PIECE / (TileOrder.ROWS * rowBytes));
            words = new TileWords(type);
            numbersIn = buffer(bands * TileOrder.ROWS * rowBytes);
            scalesIn = ByteBuffer.allocate(bands * TileOrder.ROWS * rowScales);
            out = buffer(columns / ExpertBlock.TILE_COLUMNS * ExpertBlock.TILE_BYTES);
        }

        void writeAll(Weight.Sink sink) throws IOException {
            var scalesRead = 0L;
            for (var from = 0L; from < blocks.bytes(); from += numbersIn.capacity()) {
                source.read(blocks, from, numbersIn);
                source.read(scales, scalesRead, scalesIn);
                scalesRead += scalesIn.limit();
                var read = numbersIn.limit() / (TileOrder.ROWS * rowBytes);
                for (var band = 0; band < read; band++) {
                    out.clear();
                    for (var tile = 0; tile * TILE_ROW_BYTES < rowBytes; tile++) {
                        putNumbers(band * TileOrder.ROWS, tile * TILE_ROW_BYTES);
                        putExponents(band * TileOrder.ROWS, 2 * tile);
                    }
                    sink.write(out.flip());
                }
            }
        }

        private void putNumbers(int firstRow, int inRow) {
            for (var thread = 0; thread < THREADS; thread++) {
                var column = inRow + thread % 4 * Integer.BYTES;
                for (var half = 0; half < 2; half++) {
                    var row = firstRow + order.source(thread / 4 + half * HALF);
                    var at = row * rowBytes + column;
                    out.putInt(words.word(numbersIn.getInt(at)));
                    out.putInt(words.word(numbersIn.getInt(at + Mxfp4.BLOCK_BYTES)));
                }
            }
        }

        private void putExponents(int firstRow, int inRow) {
            for (var pair = 0; pair < HALF; pair++) {
                for (var half = 0; half < 2; half++) {
                    var row = firstRow + order.source(pair + half * HALF);
                    var at = row * rowScales + inRow;
                    out.put(exponent(scales, Byte.toUnsignedInt(scalesIn.get(at))));
                    out.put(exponent(scales, Byte.toUnsignedInt(scalesIn.get(at + 1))));
                }
            }
        }
    }

    /// What a kernel takes as the exponent of a number of the activations' type: multiplied by
    /// that, a number made of sign, exponent and mantissa as they are is the weight.
    private byte exponent(TensorSpec scales, int code) {
        if (code > LARGEST_SCALE) {
            throw new ExportFailure(
                    "tensor %s: the scale with e8m0 code %d is above %d, the largest that mxfp4 experts can have; export with --experts int8"
                            .formatted(scales.name(), code, LARGEST_SCALE));
        }
        CheckpointWeights.requireScale(type.holdsStoredScale(code), scales, code, type);
        return (byte) (code + (type == WeightType.FLOAT16 ? FLOAT16_BIAS : BFLOAT16_BIAS));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
