package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Cosines and sines of all positions, `[positions, headSize / 2]`, with YaRN's attention scaling
/// multiplied in.
record RotaryCache(RopeScaling rope, int positions, int headSize, WeightType type) {

    Weight cosines() {
        return table("rotary.cos", Math::cos);
    }

    Weight sines() {
        return table("rotary.sin", Math::sin);
    }

    private Weight table(String name, DoubleUnaryOperator function) {
        var shape = List.of((long) positions, headSize / 2L);
        return new Weight(name, type, shape, sink -> write(function, sink));
    }

    private void write(DoubleUnaryOperator function, Weight.Sink sink) throws IOException {
        var frequencies = rope.inverseFrequencies(headSize);
        var scaling = rope.attentionScaling();
        var row =
                ByteBuffer.allocate(frequencies.length * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (var position = 0; position < positions; position++) {
            for (var frequency : frequencies) {
                // The reference multiplies in float32; far positions show the difference.
                var angle = position * frequency;
                type.put((float) (function.applyAsDouble(angle) * scaling), row);
            }
            sink.write(row.flip());
            row.clear();
        }
    }
}
