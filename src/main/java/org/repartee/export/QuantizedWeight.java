package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A float32 weight as whole numbers of few bits, quantized in blocks along its last dimension,
/// which must be a multiple of [BlockQuantizer#BLOCK].
///
/// @param bits 4 or 8
/// @param scaleType element type of the scales
record QuantizedWeight(Weight floats, int bits, WeightType scaleType) {

    // A whole number of blocks' bytes.
    private static final int PIECE = 1 << 20;

    /// Takes each block as it has been quantized.
    @FunctionalInterface
    private interface BlockSink {
        void accept(BlockQuantizer block) throws IOException;
    }

    QuantizedWeight {
        if (floats.type() != WeightType.FLOAT32
                || floats.shape().getLast() % BlockQuantizer.BLOCK != 0) {
            throw new ExportFailure(
                    "%s must have rows of a multiple of %d numbers to be quantized, got %s"
                            .formatted(floats.name(), BlockQuantizer.BLOCK, floats.shape()));
        }
    }

    /// The numbers as bytes; of 4 bits, the lower half of a byte comes first.
    ///
    /// @param shape with as many bytes as the numbers need
    Weight numbers(List<Long> shape) {
        var name = floats.name() + "_int" + bits;
        return new Weight(name, WeightType.UINT8, shape, this::writeNumbers);
    }

    /// One scale for each block: the shape of the weight, its last dimension divided by the block.
    Weight scales() {
        var shape = new ArrayList<>(floats.shape());
        shape.set(shape.size() - 1, shape.getLast() / BlockQuantizer.BLOCK);
        return new Weight(floats.name() + "_scale", scaleType, shape, this::writeScales);
    }

    private void writeNumbers(Weight.Sink sink) throws IOException {
        var out = buffer();
        eachBlock(block -> {
            if (out.remaining() < BlockQuantizer.BLOCK) {
                flush(out, sink);
            }
            pack(block, out);
        });
        flush(out, sink);
    }

    private void pack(BlockQuantizer block, ByteBuffer out) {
        if (bits == Byte.SIZE) {
            for (var i = 0; i < BlockQuantizer.BLOCK; i++) {
                out.put((byte) block.stored(i));
            }
        } else {
            for (var i = 0; i < BlockQuantizer.BLOCK; i += 2) {
                out.put((byte) (block.stored(i + 1) << bits | block.stored(i)));
            }
        }
    }

    private void writeScales(Weight.Sink sink) throws IOException {
        var out = buffer();
        eachBlock(block -> {
            if (out.remaining() < scaleType.bytes()) {
                flush(out, sink);
            }
            scaleType.put(block.scale(), out);
        });
        flush(out, sink);
    }

    private void eachBlock(BlockSink sink) throws IOException {
        var quantizer = new BlockQuantizer(bits, scaleType);
        var block = new float[BlockQuantizer.BLOCK];
        var filled = new int[1];
        floats.content()
                .writeTo(piece -> {
                    while (piece.hasRemaining()) {
                        block[filled[0]++] = piece.getFloat();
                        if (filled[0] == block.length) {
                            filled[0] = 0;
                            quantizer.quantize(block);
                            sink.accept(quantizer);
                        }
                    }
                });
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void flush(ByteBuffer out, Weight.Sink sink) throws IOException {
        sink.write(out.flip());
        out.clear();
    }
}
