package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A checkpoint in the published gpt-oss layout: `config.json`, and one `model.safetensors` or
/// several shards that `model.safetensors.index.json` lists.
final class Checkpoint {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final CheckpointConfig config;
    private final Map<String, StoredTensor> tensors;

    private Checkpoint(Path folder, CheckpointConfig config, Map<String, StoredTensor> tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = Map.copyOf(tensors);
    }

    /// Reads the configuration and the tables of contents, no tensor yet.
    ///
    /// @throws ExportFailure if a file is missing or damaged
    static Checkpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ExportFailure("checkpoint folder %s does not exist".formatted(folder));
        }
        var config = CheckpointConfig.of(folder, json(folder.resolve("config.json")));
        var tensors = new HashMap<String, StoredTensor>();
        for (var shard : shards(folder)) {
            tensors.putAll(Safetensors.read(shard));
        }
        return new Checkpoint(folder, config, tensors);
    }

    CheckpointConfig config() {
        return config;
    }

    Path folder() {
        return folder;
    }

    /// A tensor that must be there in this form.
    ///
    /// @throws ExportFailure if it is missing, or has another type or shape
    StoredTensor tensor(String name, Dtype dtype, long... shape) {
        var expected = dtype + " " + Arrays.stream(shape).boxed().toList();
        var found = tensors.get(name);
        if (found == null) {
            throw new ExportFailure(
                    "tensor %s: expected %s, but %s has no such tensor"
                            .formatted(name, expected, folder));
        }
        if (!found.description().equals(expected)) {
            throw new ExportFailure(
                    "tensor %s: expected %s, found %s in %s"
                            .formatted(name, expected, found.description(), found.file()));
        }
        var elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (found.bytes() != elements * dtype.bytes()) {
            throw new ExportFailure(
                    "tensor %s: %s must have %d bytes, but has %d in %s"
                            .formatted(
                                    name,
                                    expected,
                                    elements * dtype.bytes(),
                                    found.bytes(),
                                    found.file()));
        }
        return found;
    }

    /// Bytes of all tensors.
    long bytes() {
        return tensors.values().stream().mapToLong(StoredTensor::bytes).sum();
    }

    private static List<Path> shards(Path folder) {
        var index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return List.of(existing(folder.resolve(SINGLE), folder));
        }
        var map = json(index).getJsonObject("weight_map");
        if (map == null) {
            throw new ExportFailure("%s has no weight_map".formatted(index));
        }
        var names = new TreeSet<String>();
        for (var value : map.values()) {
            names.add(((JsonString) value).getString());
        }
        return names.stream().map(name -> existing(folder.resolve(name), folder)).toList();
    }

    private static Path existing(Path file, Path folder) {
        if (!Files.isRegularFile(file)) {
            throw new ExportFailure(
                    "%s is missing, so %s is no complete checkpoint".formatted(file, folder));
        }
        return file;
    }

    /// @throws ExportFailure if the file is missing or no JSON object
    static JsonObject json(Path file) {
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject();
        } catch (IOException | JsonException e) {
            throw new ExportFailure(
                    "%s is missing or no JSON object: %s".formatted(file, e.getMessage()), e);
        }
    }
}
