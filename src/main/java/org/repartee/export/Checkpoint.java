package org.repartee.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A gpt-oss checkpoint in the published layout: `config.json`, safetensors, experts in MXFP4, the
/// rest bfloat16.
///
/// Opening it checks that every tensor the graph needs is there, with the right shape and type.
final class Checkpoint implements TensorSource {

    private final Path folder;
    private final GptOssConfig config;
    private final TensorLayout layout;
    private final Safetensors safetensors;
    private final Map<String, TensorInfo> places = new HashMap<>();

    private Checkpoint(Path folder, GptOssConfig config, Safetensors safetensors) {
        this.folder = folder;
        this.config = config;
        this.safetensors = safetensors;
        layout = new TensorLayout(config);
    }

    /// @throws ExportFailure if a file is missing or damaged, or a tensor is missing, misshapen or
    ///   mistyped
    static Checkpoint open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ExportFailure(
                    "checkpoint folder %s does not exist; name the folder that holds config.json"
                            .formatted(folder));
        }
        var config = ConfigJson.read(folder);
        var checkpoint = new Checkpoint(folder, config, Safetensors.open(folder));
        try {
            checkpoint.layout.all().forEach(checkpoint::locate);
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    @Override
    public GptOssConfig config() {
        return config;
    }

    @Override
    public TensorLayout layout() {
        return layout;
    }

    @Override
    public void read(TensorSpec tensor, long from, ByteBuffer into) throws IOException {
        var place = places.get(tensor.name());
        if (place == null) {
            throw new IllegalArgumentException(
                    "tensor " + tensor.name() + " is of another checkpoint");
        }
        safetensors.read(place, from, into);
    }

    @Override
    public void close() throws IOException {
        safetensors.close();
    }

    private void locate(TensorSpec expected) {
        var found =
                safetensors
                        .find(expected.name())
                        .orElseThrow(() ->
                                new ExportFailure(
                                        "tensor %s: expected %s, found none in %s"
                                                .formatted(
                                                        expected.name(), expected.form(), folder)));
        if (!found.dtype().equals(expected.dtype()) || !found.shape().equals(expected.shape())) {
            throw new ExportFailure(
                    "tensor %s: expected %s, found %s in %s"
                            .formatted(
                                    expected.name(),
                                    expected.form(),
                                    found.form(),
                                    found.file().getFileName()));
        }
        places.put(expected.name(), found);
    }
}
