package org.repartee.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// A file of the page as it is sent: plain, and compressed if that saves something.
///
/// @param type its media type
@SuppressWarnings("ArrayRecordComponent") // Written to the client as they are.
record Asset(String type, byte[] plain, Optional<byte[]> compressed) {

    private static final Map<String, String> TYPES =
            Map.of(
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "html", "text/html; charset=utf-8",
                    "svg", "image/svg+xml",
                    "woff2", "font/woff2");

    /// @throws IllegalArgumentException if no media type is known for such a file
    static Asset of(String path, byte[] content) {
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException(
                    "assets must be of a known type " + TYPES.keySet() + ", got " + path);
        }
        return new Asset(
                type, content, Optional.of(gzip(content)).filter(it -> it.length < content.length));
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
