package org.repartee.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A body in HTTP's chunked coding. A read returns what has come of one chunk, and never waits for
/// more.
final class ChunkedBody extends InputStream {

    private static final int HEXADECIMAL = 16;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, into.length);
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        var read = in.read(into, from, (int) Math.min(left, count));
        if (read < 0) {
            throw new EOFException("the server closed the connection within a chunk");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (begun && !Connection.line(in).isEmpty()) {
            throw new IOException("a chunk of the response is longer than it says");
        }
        begun = true;
        var size = Connection.line(in).split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, HEXADECIMAL);
        } catch (NumberFormatException e) {
            throw new IOException("not the size of a chunk: " + size, e);
        }
        if (left == 0) {
            ended = true;
            var trailer = Connection.line(in);
            while (!trailer.isEmpty()) {
                trailer = Connection.line(in);
            }
        }
    }
}
