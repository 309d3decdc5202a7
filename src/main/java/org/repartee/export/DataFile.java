package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.repartee.runtime.ModelFile;

/// `model.onnx.data`: the bytes of all weights, each from an offset that a page can be mapped at.
///
/// Weights are converted by several threads, each to its own place, and read back in order for the
/// checksum.
final class DataFile implements AutoCloseable {

    static final String NAME = "model.onnx.data";

    /// Weights begin at multiples of this: the page size that ONNX asks for to map external data.
    static final int ALIGNMENT = 4096;

    // Small pieces (a rotary row) would otherwise be a system call each.
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;

    DataFile(Path folder) throws IOException {
        channel =
                FileChannel.open(
                        folder.resolve(NAME),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    /// The first offset from `position` on at which a weight may begin.
    static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Writes all weights, one behind the other, and says what the file is.
    ///
    /// @throws ExportFailure if a weight cannot be made
    ModelFile write(List<Weight> weights, Progress progress) throws IOException {
        var threads = Math.min(Runtime.getRuntime().availableProcessors(), weights.size() + 1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var writers = new ArrayList<Future<Long>>();
            var position = 0L;
            for (var weight : weights) {
                var start = aligned(position);
                writers.add(pool.submit(() -> write(weight, start)));
                position = start + weight.bytes();
            }
            try {
                return describe(writers, progress);
            } catch (IOException | RuntimeException | Error e) {
                pool.shutdownNow();
                throw e;
            }
        }
    }

    /// Forces everything to the disk.
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Returns where the weight ends.
    private long write(Weight weight, long start) throws IOException {
        var out = new PositionedSink(start);
        weight.content().writeTo(out);
        out.flush();
        if (out.position - start != weight.bytes()) {
            throw new IllegalStateException(
                    "weight %s wrote %d bytes of %d"
                            .formatted(weight.name(), out.position - start, weight.bytes()));
        }
        return out.position;
    }

    private ModelFile describe(List<Future<Long>> writers, Progress progress) throws IOException {
        var digest = Sha256.digest();
        var piece = ByteBuffer.allocateDirect(BUFFER);
        var position = 0L;
        for (var writer : writers) {
            var end = end(writer);
            while (position < end) {
                piece.clear().limit((int) Math.min(BUFFER, end - position));
                position += channel.read(piece, position);
                digest.update(piece.flip());
                progress.reached(position);
            }
        }
        return new ModelFile(NAME, position, HexFormat.of().formatHex(digest.digest()));
    }

    private static long end(Future<Long> writer) throws IOException {
        try {
            return writer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportFailure("the export was interrupted", e);
        }
    }

    /// Collects pieces and writes them from a position on.
    private final class PositionedSink implements Weight.Sink {
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private long position;

        PositionedSink(long position) {
            this.position = position;
        }

        @Override
        public void write(ByteBuffer piece) throws IOException {
            while (piece.hasRemaining()) {
                var count = Math.min(piece.remaining(), buffer.remaining());
                buffer.put(piece.slice(piece.position(), count));
                piece.position(piece.position() + count);
                if (!buffer.hasRemaining()) {
                    flush();
                }
            }
        }

        void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
            buffer.clear();
        }
    }
}
