package org.repartee.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 connection: a request out, its response in, then the next.
///
/// Not thread-safe.
final class Connection implements AutoCloseable {

    private static final int LONGEST_LINE = 65536;
    private static final String VERSION = "HTTP/1.1 ";

    private final Socket socket;
    private final InputStream in;
    private long lastUsed = System.nanoTime();

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// @param body ends where the response ends; it must be read to that end before the next
    ///   request
    /// @param reusable whether the server takes another request on this connection
    record Response(int status, InputStream body, boolean reusable) {}

    /// Writes a request and waits for the head of its response.
    Response exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        var start = line(in);
        if (!start.startsWith(VERSION) || start.length() < VERSION.length() + 3) {
            throw new IOException("not an HTTP/1.1 response: " + start);
        }
        var status = Integer.parseInt(start.substring(VERSION.length(), VERSION.length() + 3));
        return response(status, headers());
    }

    /// How long nobody has used it, in nanoseconds.
    long idle() {
        return System.nanoTime() - lastUsed;
    }

    /// Its response has been read to the end.
    void rest() {
        lastUsed = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Response response(int status, Map<String, String> headers) {
        var open = !"close".equalsIgnoreCase(headers.get("connection"));
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Response(status, new ChunkedBody(in), open);
        }
        var length = headers.get("content-length");
        return length == null
                ? new Response(status, in, false)
                : new Response(status, new SizedBody(in, Long.parseLong(length)), open);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not an HTTP header: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /// A line of the protocol, without its end.
    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of the response has more than 65536 bytes");
            }
            line.write(value);
        }
        var text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
