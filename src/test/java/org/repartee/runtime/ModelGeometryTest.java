package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelGeometryTest {

    private static final ModelGeometry GEOMETRY =
            new ModelGeometry(
                    "tiny",
                    Device.CPU,
                    List.of(LayerType.SLIDING_ATTENTION, LayerType.FULL_ATTENTION),
                    128,
                    8,
                    2,
                    64,
                    512,
                    16,
                    8,
                    4,
                    256,
                    CacheType.FLOAT32,
                    List.of(2, 12),
                    List.of(new ModelFile("model.onnx", 4711, "0123456789abcdef".repeat(4))));

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        GEOMETRY.write(folder);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(ModelGeometry.read(folder)).isEqualTo(GEOMETRY);
    }

    @Test
    void aBlockHoldsKeysAndValuesOfAllLayers() {
        assertThat(GEOMETRY.blockBytes(16)).isEqualTo(2 * 2 * 16 * 2 * 64 * 4);
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> ModelGeometry.read(folder.resolve("nowhere")))
                .isInstanceOf(ModelFailure.class)
                .hasMessage(
                        "model folder %1$s/nowhere does not exist; export it again with"
                                        .formatted(folder)
                                + " deploy/repartee export CHECKPOINT %s/nowhere"
                                        .formatted(folder));
    }

    @Test
    void aFolderWithoutTheFileIsNoModel() throws IOException {
        Files.delete(folder.resolve("geometry.json"));
        assertFailure(
                "/geometry.json is missing, so " + folder + " is no exported model; export it");
    }

    @Test
    void brokenJsonIsRefused() throws IOException {
        Files.writeString(folder.resolve("geometry.json"), "{\"format\": 1, \"na");
        assertFailure("/geometry.json cannot be read: ");
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        replace("\"head_dim\"", "\"head_size\"");
        assertFailure("field head_dim is missing");
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() throws IOException {
        replace("\"vocab_size\": 512", "\"vocab_size\": \"512\"");
        assertFailure("vocab_size must be a JsonNumber, got \"512\"");
    }

    @Test
    void aFractionIsNoInteger() throws IOException {
        replace("\"vocab_size\": 512", "\"vocab_size\": 512.5");
        assertFailure("vocab_size must be an integer, got 512.5");
    }

    @Test
    void aValueOutOfRangeIsNamed() throws IOException {
        replace("\"num_experts_per_tok\": 4", "\"num_experts_per_tok\": 9");
        assertFailure("num_experts_per_tok must be at most num_local_experts (8), got 9");
    }

    @Test
    void aStopIdOutsideTheVocabularyIsNamed() throws IOException {
        replace("\"vocab_size\": 512", "\"vocab_size\": 12");
        assertFailure("eos_token_id must be within [0, 12), got 12");
    }

    @Test
    void anUnknownLabelIsNamedWithTheKnownOnes() throws IOException {
        replace("full_attention", "linear_attention");
        assertFailure(
                "layer_types must be one of [sliding_attention, full_attention], got"
                        + " \"linear_attention\"");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        replace("\"format\": 1", "\"format\": 2");
        assertFailure("format must be 1, got 2");
    }

    private void replace(String text, String by) throws IOException {
        var file = folder.resolve("geometry.json");
        var json = Files.readString(file);
        assertThat(json).contains(text);
        Files.writeString(file, json.replace(text, by));
    }

    private void assertFailure(String part) {
        assertThatThrownBy(() -> ModelGeometry.read(folder))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith(
                        "export it again with deploy/repartee export CHECKPOINT " + folder);
    }
}
