package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.repartee.runtime.ModelFile;

/// `model.onnx.data`: the bytes of all weights, each from an offset that a page can be mapped at.
final class DataFile implements AutoCloseable {

    static final String NAME = "model.onnx.data";

    /// Weights begin at multiples of this: the page size that ONNX asks for to map external data.
    static final int ALIGNMENT = 4096;

    // Small weights (a rotary row) would otherwise be a system call each.
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Progress progress;
    private long position;

    DataFile(Path folder, Progress progress) throws IOException {
        channel =
                FileChannel.open(
                        folder.resolve(NAME),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        this.progress = progress;
    }

    /// The first offset from `position` on at which a weight may begin.
    static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Appends `weight` at the next aligned offset.
    void append(Weight weight) throws IOException {
        var start = aligned(position);
        write(ByteBuffer.allocate((int) (start - position)));
        weight.content().writeTo(this::write);
        if (position - start != weight.bytes()) {
            throw new IllegalStateException(
                    "weight %s wrote %d bytes of %d"
                            .formatted(weight.name(), position - start, weight.bytes()));
        }
    }

    /// Forces everything to the disk and says what the file is.
    ModelFile finish() throws IOException {
        flush();
        channel.force(true);
        return new ModelFile(NAME, position, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(ByteBuffer piece) throws IOException {
        position += piece.remaining();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            var count = Math.min(piece.remaining(), buffer.remaining());
            buffer.put(piece.slice(piece.position(), count));
            piece.position(piece.position() + count);
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
        progress.reached(position);
    }
}
