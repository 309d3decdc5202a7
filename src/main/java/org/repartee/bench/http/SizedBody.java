package org.repartee.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A body whose length the server has told.
final class SizedBody extends InputStream {

    private final InputStream in;
    private long left;

    SizedBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, into.length);
        if (left == 0) {
            return -1;
        }
        var read = in.read(into, from, (int) Math.min(left, count));
        if (read < 0) {
            throw new EOFException(
                    "the server closed the connection, %d bytes early".formatted(left));
        }
        left -= read;
        return read;
    }
}
