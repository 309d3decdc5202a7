package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The tensors of a checkpoint: one `model.safetensors`, or the shards that
/// `model.safetensors.index.json` names.
///
/// Reads tensors piece by piece; the open files are released by [#close].
final class Safetensors implements AutoCloseable {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Map<Path, FileChannel> channels = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private Safetensors() {}

    /// Opens all shards and checks their headers.
    ///
    /// @throws ExportFailure if a file is missing or damaged, or the index names a tensor that its
    ///   shard lacks
    static Safetensors open(Path folder) throws IOException {
        var opened = new Safetensors();
        try {
            if (Files.isRegularFile(folder.resolve(INDEX))) {
                opened.addIndexed(folder);
            } else {
                opened.add(folder.resolve(SINGLE));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /// Fills `into` from byte `from` of the tensor, up to the buffer's limit, and flips it.
    void read(TensorInfo tensor, long from, ByteBuffer into) throws IOException {
        var channel = channels.get(tensor.file());
        if (channel == null) {
            throw new IllegalArgumentException(
                    "tensor " + tensor.name() + " is of another checkpoint");
        }
        var start = tensor.offset() + from;
        into.limit((int) Math.min(into.capacity(), tensor.bytes() - from)).position(0);
        while (into.hasRemaining()) {
            if (channel.read(into, start + into.position()) < 0) {
                throw new ExportFailure(
                        "%s ended within tensor %s: it became shorter while it was read"
                                .formatted(tensor.file(), tensor.name()));
            }
        }
        into.flip();
    }

    @Override
    public void close() throws IOException {
        for (var channel : channels.values()) {
            channel.close();
        }
        channels.clear();
    }

    private List<TensorInfo> add(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ExportFailure(
                    "%s is missing; a checkpoint holds %s, or %s and the shards it names"
                            .formatted(file, SINGLE, INDEX));
        }
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        channels.put(file, channel);
        var found = SafetensorsHeader.read(file, channel).tensors();
        found.forEach(tensor -> tensors.put(tensor.name(), tensor));
        return found;
    }

    private void addIndexed(Path folder) throws IOException {
        var weightMap = weightMap(folder.resolve(INDEX));
        var shards = new TreeSet<String>(weightMap.values());
        for (var shard : shards) {
            add(folder.resolve(shard));
        }
        weightMap.forEach((name, shard) -> {
            var tensor = tensors.get(name);
            if (tensor == null || !tensor.file().equals(folder.resolve(shard))) {
                throw new ExportFailure(
                        "tensor %s: %s places it in %s, which does not hold it"
                                .formatted(name, INDEX, shard));
            }
        });
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        try (var reader = Json.createReader(Files.newBufferedReader(index))) {
            JsonObject json = reader.readObject().getJsonObject("weight_map");
            var map = new LinkedHashMap<String, String>();
            json.forEach((name, shard) -> map.put(name, ((JsonString) shard).getString()));
            return map;
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new ExportFailure(
                    index + " is damaged: weight_map must map tensor names to file names", e);
        }
    }
}
