package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A tensor of the exported model whose bytes are written when its turn comes.
///
/// @param shape dimensions, outermost first
/// @param content writes exactly [#bytes] bytes
record Weight(String name, WeightType type, List<Long> shape, Content content) {

    Weight {
        shape = List.copyOf(shape);
    }

    /// Writes a tensor's elements, little endian, row-major.
    @FunctionalInterface
    interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    /// Takes the bytes of a tensor, piece by piece.
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer piece) throws IOException;
    }

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
        return elements() * type.bytes();
    }
}
