package org.repartee.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;

/// Cosines or sines of every position and frequency, float32 [positions, headSize / 2], times
/// YaRN's attention scale.
record RotationTable(Yarn rope, int positions) {

    long[] shape() {
        return new long[] {positions, rope.headSize() / 2};
    }

    ByteSource values(DoubleUnaryOperator function) {
        return sink -> {
            var frequencies = rope.frequencies();
            var scale = rope.attentionScale();
            for (var position = 0; position < positions; position++) {
                var row =
                        ByteBuffer.allocate(frequencies.length * Float.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN);
                for (var frequency : frequencies) {
                    row.putFloat((float) (function.applyAsDouble(position * frequency) * scale));
                }
                sink.write(row.flip());
            }
        };
    }
}
