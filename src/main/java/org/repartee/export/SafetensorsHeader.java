package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file: eight bytes of length (little endian), then JSON, then the
/// tensors' data (format: <https://huggingface.co/docs/safetensors>).
record SafetensorsHeader(Path file, JsonObject json, long dataStart, long fileBytes) {

    private static final int LENGTH_BYTES = 8;
    // The bound of the format's reference implementation.
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final String METADATA = "__metadata__";

    private static final Map<String, Integer> DTYPE_BITS =
            Map.ofEntries(
                    Map.entry("F64", 64),
                    Map.entry("I64", 64),
                    Map.entry("U64", 64),
                    Map.entry("F32", 32),
                    Map.entry("I32", 32),
                    Map.entry("U32", 32),
                    Map.entry("F16", 16),
                    Map.entry("BF16", 16),
                    Map.entry("I16", 16),
                    Map.entry("U16", 16),
                    Map.entry("I8", 8),
                    Map.entry("U8", 8),
                    Map.entry("BOOL", 8),
                    Map.entry("F8_E4M3", 8),
                    Map.entry("F8_E5M2", 8),
                    Map.entry("F8_E8M0", 8));

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        var size = channel.size();
        var length = headerLength(file, channel, size);
        var text =
                StandardCharsets.UTF_8
                        .decode(bytes(channel, LENGTH_BYTES, (int) length))
                        .toString();
        try (var reader = Json.createReader(new StringReader(text))) {
            return new SafetensorsHeader(file, reader.readObject(), LENGTH_BYTES + length, size);
        } catch (JsonException e) {
            throw damaged(file, "its header is not JSON: " + e.getMessage(), e);
        }
    }

    private static long headerLength(Path file, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw damaged(file, "it holds %d bytes, less than a header".formatted(size), null);
        }
        var length = bytes(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > Math.min(size - LENGTH_BYTES, MAX_HEADER_BYTES)) {
            throw damaged(
                    file,
                    "its header claims %d bytes, the file has %d".formatted(length, size),
                    null);
        }
        return length;
    }

    /// The tensors, in the header's order.
    List<TensorInfo> tensors() {
        var tensors = new ArrayList<TensorInfo>();
        for (var name : json.keySet()) {
            if (!name.equals(METADATA)) {
                tensors.add(tensor(name));
            }
        }
        return tensors;
    }

    private TensorInfo tensor(String name) {
        try {
            var entry = json.getJsonObject(name);
            var dtype = entry.getString("dtype");
            var shape = longs(entry.getJsonArray("shape"));
            var offsets = longs(entry.getJsonArray("data_offsets"));
            return checked(name, dtype, shape, offsets);
        } catch (ClassCastException | NullPointerException | ArithmeticException e) {
            throw damaged(file, "the entry of tensor %s is malformed".formatted(name), e);
        }
    }

    private TensorInfo checked(String name, String dtype, List<Long> shape, List<Long> offsets) {
        var bits = DTYPE_BITS.get(dtype);
        if (bits == null) {
            throw damaged(file, "tensor %s has the unknown dtype %s".formatted(name, dtype), null);
        }
        var elements = shape.stream().reduce(1L, Math::multiplyExact);
        var expected = Math.multiplyExact(elements, bits) / Byte.SIZE;
        if (offsets.size() != 2
                || offsets.get(0) < 0
                || offsets.get(1) - offsets.get(0) != expected) {
            throw damaged(
                    file,
                    "tensor %s of %s needs %d bytes, its data_offsets are %s"
                            .formatted(name, TensorInfo.form(dtype, shape), expected, offsets),
                    null);
        }
        var end = dataStart + offsets.get(1);
        if (end > fileBytes) {
            throw damaged(
                    file,
                    "tensor %s ends at byte %d, the file at %d".formatted(name, end, fileBytes),
                    null);
        }
        return new TensorInfo(name, dtype, shape, file, dataStart + offsets.get(0), expected);
    }

    private static List<Long> longs(JsonArray array) {
        return array.getValuesAs(JsonNumber.class).stream()
                .map(JsonNumber::longValueExact)
                .toList();
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    private static ExportFailure damaged(Path file, String what, @Nullable Throwable cause) {
        var message = "%s is damaged: %s; download it again".formatted(file, what);
        return cause == null ? new ExportFailure(message) : new ExportFailure(message, cause);
    }
}
