package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/// Reads a stored tensor front to back in slices.
final class TensorReader implements AutoCloseable {

    private final StoredTensor tensor;
    private final FileChannel channel;
    private final Progress progress;
    private long done;

    TensorReader(StoredTensor tensor, Progress progress) throws IOException {
        this.tensor = tensor;
        this.progress = progress;
        this.channel = FileChannel.open(tensor.file(), StandardOpenOption.READ);
    }

    long remaining() {
        return tensor.bytes() - done;
    }

    /// The next bytes, little endian; at most `most`, none only at the end.
    ByteBuffer next(int most) throws IOException {
        var buffer =
                ByteBuffer.allocate((int) Math.min(most, remaining()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, tensor.offset() + done + buffer.position()) < 0) {
                throw new ExportFailure(
                        "tensor %s: %s is cut off".formatted(tensor.name(), tensor.file()));
            }
        }
        done += buffer.capacity();
        progress.read(buffer.capacity());
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
