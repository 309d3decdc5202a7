package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the tensors of a model come from. Safe for use by several threads at once.
sealed interface TensorSource extends AutoCloseable permits Checkpoint, RandomTensors {

    GptOssConfig config();

    TensorLayout layout();

    /// Fills `into` from byte `from` of the tensor, up to the buffer's capacity or the tensor's
    /// end, and flips it.
    void read(TensorSpec tensor, long from, ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;

    /// See [TensorLayout#tensor(String)].
    default TensorSpec tensor(String name) {
        return layout().tensor(name);
    }

    /// See [TensorLayout#tensor(int, String)].
    default TensorSpec tensor(int layer, String rest) {
        return layout().tensor(layer, rest);
    }
}
