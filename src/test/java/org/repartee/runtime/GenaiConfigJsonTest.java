package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.GoldenModel;
import org.repartee.runtime.ModelOptions.DeviceOptions;

/// Folders of Microsoft's model builder.
class GenaiConfigJsonTest {

    private static final String CONFIG =
            """
            {"model": {"type": "gptoss", "bos_token_id": 199998, "eos_token_id": [200002, 199999],
              "context_length": 131072, "vocab_size": 201088,
              "decoder": {"filename": "model.onnx", "head_size": 64, "hidden_size": 2880,
                "num_attention_heads": 64, "num_hidden_layers": 24, "num_key_value_heads": 8,
                "inputs": {"input_ids": "input_ids", "past_key_names": "past_key_values.%d.key"}}},
             "search": {"max_length": 131072}}
            """;

    @TempDir Path folder;

    @Test
    void theGeometryIsReadFromTheConfig() throws IOException {
        var geometry = read(CONFIG);
        assertThat(geometry.device()).isEqualTo(Device.CUDA);
        assertThat(geometry.layerTypes())
                .isEqualTo(Collections.nCopies(24, LayerType.FULL_ATTENTION));
        assertThat(geometry.heads()).isEqualTo(64);
        assertThat(geometry.kvHeads()).isEqualTo(8);
        assertThat(geometry.headSize()).isEqualTo(64);
        assertThat(geometry.vocabularySize()).isEqualTo(201_088);
        assertThat(geometry.maxPositions()).isEqualTo(131_072);
        assertThat(geometry.stopIds()).containsExactly(200_002, 199_999);
        assertThat(geometry.name()).isEqualTo(String.valueOf(folder.getFileName()));
    }

    @Test
    void oneStopIdIsAList() throws IOException {
        assertThat(read(CONFIG.replace("[200002, 199999]", "2")).stopIds()).isEqualTo(List.of(2));
    }

    @Test
    void aMissingNumberIsNamed() {
        assertThatThrownBy(() -> read(CONFIG.replace("\"num_key_value_heads\"", "\"kv\"")))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("integer num_key_value_heads is missing")
                .hasMessageContaining("use_paged_attention=true");
    }

    @Test
    void aGraphOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> read(CONFIG.replace("model.onnx", "decoder.onnx")))
                .hasMessageContaining("decoder.filename must be model.onnx, got decoder.onnx");
    }

    /// The golden graph has four layers.
    @Test
    void whatAGraphLacksIsNamed() throws IOException {
        var golden = ModelGeometry.read(GoldenModel.folder());
        var more = Collections.nCopies(5, LayerType.FULL_ATTENTION);
        var geometry =
                new ModelGeometry(
                        "five layers",
                        Device.CPU,
                        more,
                        golden.hiddenSize(),
                        golden.heads(),
                        golden.kvHeads(),
                        golden.headSize(),
                        golden.vocabularySize(),
                        golden.slidingWindow(),
                        1,
                        1,
                        golden.maxPositions(),
                        CacheType.FLOAT32,
                        List.of(),
                        List.of());
        for (var file : List.of("model.onnx", "model.onnx.data")) {
            Files.createLink(folder.resolve(file), GoldenModel.folder().resolve(file));
        }
        geometry.write(folder);
        var options = new ModelOptions(4, 16, 16, 2, 100, 0, DeviceOptions.standard());
        var device = new HostDevice();
        assertThatThrownBy(() -> device.load(folder, options))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining("it lacks [past_key_values.4.key, past_key_values.4.value]");
        assertThat(device.last().isClosed()).isTrue();
    }

    private ModelGeometry read(String config) throws IOException {
        Files.writeString(folder.resolve("genai_config.json"), config);
        return ModelGeometry.read(folder);
    }
}
