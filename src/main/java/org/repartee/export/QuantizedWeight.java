package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A float32 weight as whole numbers of few bits, quantized in blocks along its last dimension,
/// which must be a multiple of the layout's block.
///
/// @param bits 4 or 8
/// @param scaleType element type of the scales
/// @param layout the order of the numbers
record QuantizedWeight(Weight floats, int bits, WeightType scaleType, KernelLayout layout) {

    // A whole number of blocks' bytes.
    private static final int PIECE = 1 << 20;

    /// Takes each block as it has been quantized.
    @FunctionalInterface
    private interface BlockSink {
        void accept(BlockQuantizer block) throws IOException;
    }

    QuantizedWeight {
        if (floats.type() != WeightType.FLOAT32 || floats.shape().getLast() % layout.block() != 0) {
            throw new ExportFailure(
                    "%s must have rows of a multiple of %d numbers to be quantized, got %s"
                            .formatted(floats.name(), layout.block(), floats.shape()));
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
        shape.set(shape.size() - 1, shape.getLast() / layout.block());
        return new Weight(floats.name() + "_scale", scaleType, shape, this::writeScales);
    }

    private void writeNumbers(Weight.Sink sink) throws IOException {
        var out = buffer();
        var order = layout.order(bits);
        eachBlock(block -> {
            if (out.remaining() < order.length) {
                flush(out, sink);
            }
            pack(block, order, out);
        });
        flush(out, sink);
    }

    private void pack(BlockQuantizer block, int[] order, ByteBuffer out) {
        if (bits == Byte.SIZE) {
            for (var i : order) {
                out.put((byte) block.stored(i));
            }
        } else {
            for (var i = 0; i < order.length; i += 2) {
                out.put((byte) (block.stored(order[i + 1]) << bits | block.stored(order[i])));
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
        var quantizer = new BlockQuantizer(bits, scaleType, layout.block());
        var block = new float[layout.block()];
        floats.content()
                .writeTo(piece -> {
                    var numbers = piece.asFloatBuffer();
                    while (numbers.hasRemaining()) {
                        numbers.get(block);
                        quantizer.quantize(block);
                        sink.accept(quantizer);
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
