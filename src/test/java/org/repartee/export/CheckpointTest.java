package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.RandomCheckpoint.Size;
import org.repartee.export.RandomCheckpoint.Tensor;

class CheckpointTest {

    private static final String ROUTER = "model.layers.1.mlp.router.weight";
    private static final String SINGLE = "model.safetensors";

    private final RandomCheckpoint checkpoint = new RandomCheckpoint(Size.tiny(), 7);

    @TempDir Path folder;

    @BeforeEach
    void write() {
        checkpoint.write(folder);
    }

    @Test
    void aWholeCheckpointOpens() throws IOException {
        try (var opened = Checkpoint.open(folder)) {
            assertThat(opened.tensor(1, "mlp.router.weight").shape()).containsExactly(4L, 32L);
            assertThat(opened.config().stopIds()).containsExactly(2);
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("nowhere")))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(
                        "checkpoint folder %s/nowhere does not exist; name the folder that holds config.json"
                                .formatted(folder));
    }

    @Test
    void aFolderWithoutConfigIsNoCheckpoint() throws IOException {
        Files.delete(folder.resolve("config.json"));
        assertFailure(
                "config.json is missing; CHECKPOINT must be the folder of a gpt-oss checkpoint");
    }

    @Test
    void aMissingTensorIsNamedWithWhatWasExpected() {
        checkpoint.tensors.remove(ROUTER);
        checkpoint.write(folder);
        assertFailure(
                "tensor %s: expected BF16 [4, 32], found none in %s".formatted(ROUTER, folder));
    }

    @Test
    void aMisshapenTensorIsNamedWithBothShapes() {
        checkpoint.tensors.put(ROUTER, new Tensor("BF16", List.of(4L, 33L), new byte[4 * 33 * 2]));
        checkpoint.write(folder);
        assertFailure(
                "tensor %s: expected BF16 [4, 32], found BF16 [4, 33] in model.safetensors"
                        .formatted(ROUTER));
    }

    @Test
    void aMistypedTensorIsNamedWithBothTypes() {
        checkpoint.tensors.put(ROUTER, new Tensor("F32", List.of(4L, 32L), new byte[4 * 32 * 4]));
        checkpoint.write(folder);
        assertFailure(
                "tensor %s: expected BF16 [4, 32], found F32 [4, 32] in model.safetensors"
                        .formatted(ROUTER));
    }

    @Test
    void aTensorOfAShardIsNamedWithItsShard() throws IOException {
        checkpoint.tensors.put(ROUTER, new Tensor("F32", List.of(4L, 32L), new byte[4 * 32 * 4]));
        Files.delete(folder.resolve(SINGLE));
        RandomCheckpoint.writeShards(folder, checkpoint.tensors, 3);
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .hasMessageMatching(
                        ".*found F32 \\[4, 32\\] in model-0000[123]-of-00003.safetensors");
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        Files.delete(folder.resolve(SINGLE));
        RandomCheckpoint.writeShards(folder, checkpoint.tensors, 3);
        Files.delete(folder.resolve(RandomCheckpoint.shardName(1, 3)));
        assertFailure("model-00002-of-00003.safetensors is missing; a checkpoint holds");
    }

    @Test
    void anIndexThatDisagreesWithItsShardsIsRefused() throws IOException {
        Files.delete(folder.resolve(SINGLE));
        RandomCheckpoint.writeShards(folder, checkpoint.tensors, 2);
        var index = folder.resolve("model.safetensors.index.json");
        var wrong = Files.readString(index).replaceFirst("model-00001-of", "model-00002-of");
        Files.writeString(index, wrong);
        assertFailure(
                "tensor model.embed_tokens.weight: model.safetensors.index.json places it in");
    }

    @Test
    void aTruncatedFileIsNoticedBeforeAnythingIsWritten() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve(SINGLE).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertFailure("model.safetensors is damaged: tensor lm_head.weight ends at byte");
    }

    @Test
    void aHeaderLongerThanTheFileIsDamage() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve(SINGLE).toFile(), "rw")) {
            file.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, 0x7F});
        }
        assertFailure("its header claims 9223372036854775807 bytes, the file has");
    }

    @Test
    void aHeaderThatIsNotJsonIsDamage() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve(SINGLE).toFile(), "rw")) {
            file.seek(Long.BYTES);
            file.write('[');
        }
        assertFailure("model.safetensors is damaged: its header is not JSON");
    }

    @Test
    void anEmptyFileIsDamage() throws IOException {
        Files.write(folder.resolve(SINGLE), new byte[3]);
        assertFailure("model.safetensors is damaged: it holds 3 bytes, less than a header");
    }

    @Test
    void anotherArchitectureIsRefused() throws IOException {
        config("\"gpt_oss\"", "\"llama\"");
        assertFailure("model_type must be \"gpt_oss\", got \"llama\"");
    }

    @Test
    void anotherQuantizationIsRefused() throws IOException {
        config("\"mxfp4\"", "\"gptq\"");
        assertFailure("quant_method must be \"mxfp4\", got \"gptq\"");
    }

    @Test
    void aSizeThatDoesNotFitMxfp4IsRefused() throws IOException {
        config("\"hidden_size\":32", "\"hidden_size\":33");
        assertFailure("hidden_size must be a positive multiple of 32, got 33");
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        config("\"head_dim\"", "\"head_size\"");
        assertFailure("config.json: head_dim must be a positive integer, got null");
    }

    @Test
    void layerTypesMustCoverAllLayers() throws IOException {
        config("[\"sliding_attention\",\"full_attention\"]", "[\"sliding_attention\"]");
        assertFailure(
                "layer_types must have num_hidden_layers (2) entries, got [\"sliding_attention\"]");
    }

    @Test
    void stopIdsOfTheGenerationConfigComeFirst() throws IOException {
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": [5, 9, 3]}");
        try (var opened = Checkpoint.open(folder)) {
            assertThat(opened.config().stopIds()).containsExactly(5, 9, 3);
        }
    }

    private void config(String text, String by) throws IOException {
        var file = folder.resolve("config.json");
        var json = Files.readString(file);
        assertThat(json).contains(text);
        Files.writeString(file, json.replace(text, by));
    }

    private void assertFailure(String part) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(ExportFailure.class)
                .hasMessageContaining(part);
    }
}
