package org.repartee.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the table of contents of a safetensors file.
///
/// The format: 8 bytes little endian with the header's length, the header as JSON (`name` →
/// `dtype`, `shape`, `data_offsets` counted from the header's end), then the data. See
/// <https://github.com/huggingface/safetensors>.
final class Safetensors {

    private static final long LARGEST_HEADER = 100_000_000;

    private final Path file;
    private final long fileBytes;
    private final long dataStart;

    private Safetensors(Path file, long fileBytes, long dataStart) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.dataStart = dataStart;
    }

    /// All tensors of a file by name, checked to lie within it.
    static Map<String, StoredTensor> read(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var length = headerLength(channel, file);
            var header = new String(bytes(channel, file, Long.BYTES, (int) length), UTF_8);
            return new Safetensors(file, channel.size(), Long.BYTES + length).tensors(header);
        } catch (IOException e) {
            throw new ExportFailure("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static long headerLength(FileChannel channel, Path file) throws IOException {
        var length =
                ByteBuffer.wrap(bytes(channel, file, 0, Long.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
        if (length < 2 || length > LARGEST_HEADER || length > channel.size() - Long.BYTES) {
            throw new ExportFailure(
                    "%s is no safetensors file or is cut off: its header must have 2 to %d bytes and fit the file of %d, but claims %d"
                            .formatted(file, LARGEST_HEADER, channel.size(), length));
        }
        return length;
    }

    private static byte[] bytes(FileChannel channel, Path file, long at, int count)
            throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new ExportFailure(
                        "%s is cut off: it must have at least %d bytes, but has %d"
                                .formatted(file, at + count, channel.size()));
            }
        }
        return buffer.array();
    }

    private Map<String, StoredTensor> tensors(String header) {
        try (var reader = Json.createReader(new StringReader(header))) {
            var tensors = new LinkedHashMap<String, StoredTensor>();
            reader.readObject()
                    .forEach((name, value) -> {
                        if (!name.equals("__metadata__")) {
                            tensors.put(name, tensor(name, value.asJsonObject()));
                        }
                    });
            return tensors;
        } catch (JsonException | ClassCastException | ArithmeticException e) {
            throw new ExportFailure(
                    "%s has a header that is no valid safetensors JSON: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private StoredTensor tensor(String name, JsonObject entry) {
        var offsets = longs(entry, "data_offsets", name);
        if (offsets.size() != 2
                || offsets.get(0) < 0
                || offsets.get(1) < offsets.get(0)
                || dataStart + offsets.get(1) > fileBytes) {
            throw new ExportFailure(
                    "tensor %s: its data %s must lie within the %d data bytes of %s; the file is cut off or damaged"
                            .formatted(name, offsets, fileBytes - dataStart, file));
        }
        return new StoredTensor(
                name,
                entry.getString("dtype", "?"),
                longs(entry, "shape", name),
                file,
                dataStart + offsets.get(0),
                offsets.get(1) - offsets.get(0));
    }

    private List<Long> longs(JsonObject entry, String field, String name) {
        var array = entry.getJsonArray(field);
        if (array == null) {
            throw new ExportFailure("tensor %s: %s says no %s".formatted(name, file, field));
        }
        return array.getValuesAs(JsonNumber.class).stream()
                .map(JsonNumber::longValueExact)
                .toList();
    }
}
