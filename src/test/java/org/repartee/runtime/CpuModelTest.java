package org.repartee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.GoldenModel;

class CpuModelTest {

    private static final int BLOCK_SIZE = 16;
    private static final CpuModel.Options OPTIONS = new CpuModel.Options(8, BLOCK_SIZE, 1);

    @TempDir Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        try (var files = Files.list(GoldenModel.folder())) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    @Test
    void aStepNeedsOnlyTheBlocksOfItsRows() {
        try (var model = CpuModel.load(folder, OPTIONS)) {
            var alone = logits(model, 0, new int[] {5, 6, 7}, 2, 4);
            var moved = logits(model, 0, new int[] {5, 6, 7}, 7, 1);
            assertThat(moved).isEqualTo(alone);
        }
    }

    @Test
    void aCopiedBlockHoldsTheSameKeysAndValues() {
        try (var model = CpuModel.load(folder, OPTIONS)) {
            logits(model, 0, new int[] {5, 6, 7}, 1);
            model.copyBlock(1, 3);
            var copied = logits(model, 3, new int[] {8}, 3);
            var original = logits(model, 3, new int[] {8}, 1);
            assertThat(copied).isEqualTo(original);
        }
    }

    @Test
    void earlierStepsStayInTheCache() {
        try (var model = CpuModel.load(folder, OPTIONS)) {
            logits(model, 0, new int[] {5, 6, 7}, 1);
            logits(model, 0, new int[] {9, 9, 9}, 2);
            var withPast = logits(model, 3, new int[] {8}, 1);
            assertThat(withPast).isNotEqualTo(logits(model, 3, new int[] {8}, 2));
        }
    }

    @Test
    void aTokenOutsideTheVocabularyFailsTheStepOnly() {
        try (var model = CpuModel.load(folder, OPTIONS)) {
            assertThatThrownBy(() -> logits(model, 0, new int[] {512}, 1))
                    .isInstanceOf(ModelFailure.class)
                    .hasMessageContaining("the step failed for 1 tokens of 1 sequences");
            assertThat(logits(model, 0, new int[] {511}, 1)).hasSize(512);
        }
    }

    @Test
    void aStepIsComputedWhenItsResultIsAwaited() {
        try (var model = CpuModel.load(folder, OPTIONS)) {
            var at = logits(model, 0, new int[] {5, 6, 7}, 2);
            var batch = new StepBatch(8, 1, 1, BLOCK_SIZE);
            batch.begin(0, new int[] {3}, 1, true);
            batch.append(new int[] {5, 6, 7}, 0, 3);
            model.launch(batch);
            model.copyBlock(2, 4);
            var later = new float[at.length];
            model.await().copyRow(0, later);
            assertThat(later).isEqualTo(at);
            assertThatThrownBy(model::await).hasMessage("no step was launched");
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        var model = CpuModel.load(folder, OPTIONS);
        model.close();
        model.close();
        assertThat(model.blockCount()).isEqualTo(8);
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        assertFailure(folder + "/model.onnx is missing");
    }

    @Test
    void aFileThatIsTooShortIsDamage() throws IOException {
        try (var data = new RandomAccessFile(folder.resolve("model.onnx.data").toFile(), "rw")) {
            data.setLength(1000);
        }
        assertFailure("/model.onnx.data is damaged: it must have ");
        assertFailure(" bytes, it has 1000");
    }

    @Test
    void aGraphThatIsNoGraphIsDamage() throws IOException {
        var size = (int) Files.size(folder.resolve("model.onnx"));
        Files.write(folder.resolve("model.onnx"), new byte[size]);
        assertFailure("/model.onnx cannot be loaded: ");
    }

    @Test
    void aModelForAnotherDeviceIsRefused() throws IOException {
        var file = folder.resolve("geometry.json");
        Files.writeString(file, Files.readString(file).replace("\"cpu\"", "\"cuda\""));
        assertThatThrownBy(() -> CpuModel.load(folder, OPTIONS))
                .isInstanceOf(ModelFailure.class)
                .hasMessage(
                        "model %1$s was exported for cuda, this process runs models on cpu; export it again with deploy/repartee export CHECKPOINT %1$s --device cpu"
                                .formatted(folder));
    }

    @Test
    void aCacheThatCannotBeAddressedIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> CpuModel.load(folder, new CpuModel.Options(1 << 20, 16, 1)))
                .isInstanceOf(ModelFailure.class)
                .hasMessage(
                        "blocks of 16 tokens must be at most 262143 on the CPU, got 1048576; configure fewer");
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new CpuModel.Options(0, 16, 1))
                .hasMessage("blocks must be at least 1, got 0");
        assertThatThrownBy(() -> new CpuModel.Options(1, 16, -1))
                .hasMessage("threads must be at least 0, got -1");
    }

    /// ONNX Runtime's telemetry, were it on, would overflow the stack here.
    @Test
    void aLongCommandLineDoesNoHarm() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dlong=" + "/a/path.jar:".repeat(1000),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LoadOnce.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        assertThat(process.waitFor()).isZero();
    }

    private static float[] logits(CpuModel model, int past, int[] tokens, int... blocks) {
        var batch = new StepBatch(tokens.length, 1, blocks.length, BLOCK_SIZE);
        batch.begin(past, blocks, blocks.length, true);
        batch.append(tokens, 0, tokens.length);
        var row = new float[model.geometry().vocabularySize()];
        model.forward(batch).copyRow(0, row);
        return row;
    }

    private void assertFailure(String part) {
        assertThatThrownBy(() -> CpuModel.load(folder, OPTIONS))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith(
                        "; export it again with deploy/repartee export CHECKPOINT " + folder);
    }
}
