package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Stored tensors as the bytes that a graph wants.
record Conversions(Progress progress) {

    private static final int SLICE = 1 << 20;
    private static final int PACKED_BLOCK = Mxfp4.BLOCK / 2;
    private static final int BLOCKS = SLICE / Mxfp4.BLOCK;

    /// BF16 as float32: exact, BF16 is float32's upper half.
    ByteSource float32(StoredTensor bf16) {
        return sink -> {
            try (var reader = new TensorReader(bf16, progress)) {
                while (reader.remaining() > 0) {
                    var from = reader.next(SLICE).asShortBuffer();
                    var to = littleEndian(from.remaining() * Float.BYTES);
                    while (from.hasRemaining()) {
                        to.putInt(from.get() << Short.SIZE);
                    }
                    sink.write(to.flip());
                }
            }
        };
    }

    /// MXFP4 as float32: exact.
    ByteSource float32(StoredTensor blocks, StoredTensor scales) {
        return sink -> {
            var values = new float[BLOCKS * Mxfp4.BLOCK];
            try (var packed = new TensorReader(blocks, progress);
                    var codes = new TensorReader(scales, progress)) {
                while (codes.remaining() > 0) {
                    var scale = codes.next(BLOCKS);
                    var bytes = packed.next(scale.remaining() * PACKED_BLOCK).array();
                    var count = scale.remaining();
                    for (var block = 0; block < count; block++) {
                        Mxfp4.decode(
                                bytes,
                                block * PACKED_BLOCK,
                                Mxfp4.BLOCK,
                                scale(scales, scale.get()),
                                values,
                                block * Mxfp4.BLOCK);
                    }
                    sink.write(floats(values, count * Mxfp4.BLOCK));
                }
            }
        };
    }

    /// MXFP4's values doubled, as unsigned INT8 with zero point 128: exact.
    ByteSource int8(StoredTensor blocks) {
        return sink -> {
            try (var packed = new TensorReader(blocks, progress)) {
                while (packed.remaining() > 0) {
                    var bytes = packed.next(SLICE).array();
                    var values = new byte[bytes.length * 2];
                    Mxfp4.toInt8(bytes, 0, values.length, values, 0);
                    sink.write(ByteBuffer.wrap(values));
                }
            }
        };
    }

    /// MXFP4's scales for doubled values, as float16.
    ///
    /// @throws ExportFailure on writing, if float16 does not hold a scale
    ByteSource float16Scales(StoredTensor scales) {
        return sink -> {
            try (var codes = new TensorReader(scales, progress)) {
                while (codes.remaining() > 0) {
                    var from = codes.next(SLICE);
                    var to = littleEndian(from.remaining() * Short.BYTES);
                    while (from.hasRemaining()) {
                        to.putShort(float16Scale(scales, from.get()));
                    }
                    sink.write(to.flip());
                }
            }
        };
    }

    private static float scale(StoredTensor scales, byte code) {
        try {
            return Mxfp4.halfScale(Byte.toUnsignedInt(code));
        } catch (ArithmeticException e) {
            throw outside(scales, e);
        }
    }

    private static short float16Scale(StoredTensor scales, byte code) {
        try {
            return Mxfp4.halfScaleFloat16(Byte.toUnsignedInt(code));
        } catch (ArithmeticException e) {
            throw outside(scales, e);
        }
    }

    private static ExportFailure outside(StoredTensor scales, ArithmeticException e) {
        return new ExportFailure("tensor %s: %s".formatted(scales.name(), e.getMessage()), e);
    }

    private static ByteBuffer floats(float[] values, int count) throws IOException {
        var bytes = littleEndian(count * Float.BYTES);
        bytes.asFloatBuffer().put(values, 0, count);
        return bytes;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
