package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the bytes of a weight come from, piece by piece.
@FunctionalInterface
interface ByteSource {

    void writeTo(Sink sink) throws IOException;

    /// Takes the next bytes; has used them up when it returns.
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    /// The bytes of several sources, one after the other.
    static ByteSource concatenated(ByteSource... sources) {
        return sink -> {
            for (var source : sources) {
                source.writeTo(sink);
            }
        };
    }
}
