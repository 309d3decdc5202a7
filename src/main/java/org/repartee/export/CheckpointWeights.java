package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Makes weights out of a checkpoint's tensors. Nothing is read before a weight is written, and
/// then in pieces.
final class CheckpointWeights {

    // A whole number of MXFP4 blocks and of their scales' bytes.
    private static final int PIECE = 1 << 20;

    private final TensorSource source;

    CheckpointWeights(TensorSource source) {
        this.source = source;
    }

    /// A bfloat16 tensor as `type`.
    Weight converted(String name, TensorSpec tensor, WeightType type) {
        return new Weight(name, type, tensor.shape(), sink -> convert(tensor, type, sink));
    }

    /// Bfloat16 tensors of the same inner shape, one below the other, as `type`.
    Weight stacked(String name, List<TensorSpec> tensors, WeightType type) {
        var rows = tensors.stream().mapToLong(tensor -> tensor.shape().getFirst()).sum();
        var shape = new ArrayList<>(tensors.getFirst().shape());
        shape.set(0, rows);
        return new Weight(
                name,
                type,
                shape,
                sink -> {
                    for (var tensor : tensors) {
                        convert(tensor, type, sink);
                    }
                });
    }

    /// MXFP4 values as float32 `[experts, outputs, inputs]`.
    Weight dequantized(String name, TensorSpec blocks, TensorSpec scales) {
        return new Weight(
                name,
                WeightType.FLOAT32,
                unpackedShape(blocks),
                sink -> dequantize(blocks, scales, sink));
    }

    /// MXFP4 values as bytes `[experts, outputs, inputs]`, see [Mxfp4#stored].
    Weight stored(String name, TensorSpec blocks) {
        return new Weight(
                name, WeightType.UINT8, unpackedShape(blocks), sink -> store(blocks, sink));
    }

    /// The scales of stored bytes as `type`, `[experts, outputs, inputs / 32]`.
    Weight storedScales(String name, TensorSpec scales, WeightType type) {
        return new Weight(name, type, scales.shape(), sink -> storeScales(scales, type, sink));
    }

    /// All elements of a small bfloat16 tensor.
    float[] floats(TensorSpec tensor) throws IOException {
        var floats = new float[Math.toIntExact(tensor.bytes() / Short.BYTES)];
        var filled = new int[1];
        eachPiece(
                tensor,
                buffer(PIECE),
                in -> {
                    while (in.hasRemaining()) {
                        floats[filled[0]++] = Float.intBitsToFloat(in.getShort() << Short.SIZE);
                    }
                });
        return floats;
    }

    private static List<Long> unpackedShape(TensorSpec blocks) {
        var shape = blocks.shape();
        return List.of(shape.get(0), shape.get(1), shape.get(2) * Mxfp4.BLOCK);
    }

    private void convert(TensorSpec tensor, WeightType type, Weight.Sink sink) throws IOException {
        if (type == WeightType.BFLOAT16) {
            eachPiece(tensor, buffer(PIECE), sink);
            return;
        }
        var out = buffer(PIECE / Short.BYTES * type.bytes());
        eachPiece(
                tensor,
                buffer(PIECE),
                in -> {
                    try {
                        while (in.hasRemaining()) {
                            type.put(Float.intBitsToFloat(in.getShort() << Short.SIZE), out);
                        }
                    } catch (ArithmeticException e) {
                        throw new ExportFailure(
                                "tensor %s: %s; export with --activations bfloat16"
                                        .formatted(tensor.name(), e.getMessage()),
                                e);
                    }
                    flush(out, sink);
                });
    }

    private void store(TensorSpec blocks, Weight.Sink sink) throws IOException {
        var out = buffer(2 * PIECE);
        eachPiece(
                blocks,
                buffer(PIECE),
                in -> {
                    Mxfp4.store(in, out);
                    flush(out, sink);
                });
    }

    private void storeScales(TensorSpec scales, WeightType type, Weight.Sink sink)
            throws IOException {
        var out = buffer(PIECE * type.bytes());
        eachPiece(
                scales,
                buffer(PIECE),
                in -> {
                    while (in.hasRemaining()) {
                        var code = Byte.toUnsignedInt(in.get());
                        requireScale(type.holdsStoredScale(code), scales, code, type);
                        type.put(Math.scalb(1f, Mxfp4.storedScaleExponent(code)), out);
                    }
                    flush(out, sink);
                });
    }

    private void dequantize(TensorSpec blocks, TensorSpec scales, Weight.Sink sink)
            throws IOException {
        var out = buffer(2 * PIECE * Float.BYTES);
        var scalesIn = buffer(PIECE / Mxfp4.BLOCK_BYTES);
        var position = new long[1];
        eachPiece(
                blocks,
                buffer(PIECE),
                in -> {
                    source.read(scales, position[0], scalesIn);
                    position[0] += scalesIn.limit();
                    for (var i = 0; i < scalesIn.limit(); i++) {
                        var code = Byte.toUnsignedInt(scalesIn.get(i));
                        requireScale(
                                code <= Mxfp4.MAX_FLOAT_SCALE, scales, code, WeightType.FLOAT32);
                    }
                    Mxfp4.dequantize(in, scalesIn, out);
                    flush(out, sink);
                });
    }

    static void requireScale(boolean held, TensorSpec scales, int code, WeightType type) {
        if (!held) {
            throw new ExportFailure(
                    "tensor %s: the scale with e8m0 code %d has no exact %s"
                            .formatted(scales.name(), code, type.cacheType().label()));
        }
    }

    private void eachPiece(TensorSpec tensor, ByteBuffer piece, Weight.Sink each)
            throws IOException {
        for (var from = 0L; from < tensor.bytes(); from += piece.capacity()) {
            source.read(tensor, from, piece);
            each.write(piece);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void flush(ByteBuffer out, Weight.Sink sink) throws IOException {
        sink.write(out.flip());
        out.clear();
    }
}
