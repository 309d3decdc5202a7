package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.RandomCheckpoint.Size;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;

class ExporterTest {

    private static final String SCALES = "model.layers.1.mlp.experts.down_proj_scales";

    private final RandomCheckpoint checkpoint = new RandomCheckpoint(Size.tiny(), 7);
    private final Exporter exporter = new Exporter(GoldenModel.silent());

    @TempDir Path folder;
    private Path source = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void write() throws IOException {
        source = Files.createDirectory(folder.resolve("checkpoint"));
        out = folder.resolve("models/tiny");
        checkpoint.write(source);
    }

    @Test
    void theGeometryDescribesTheModelAndItsFiles() throws IOException {
        var geometry = exporter.export(cpu());
        assertThat(ModelGeometry.read(out)).isEqualTo(geometry);
        assertThat(geometry.name()).isEqualTo("checkpoint");
        assertThat(geometry.vocabularySize()).isEqualTo(40);
        assertThat(geometry.stopIds()).containsExactly(2);
        assertThat(geometry.files())
                .extracting(ModelFile::name)
                .containsExactly("model.onnx.data", "model.onnx");
        for (var file : geometry.files()) {
            assertThat(Sha256.describe(out.resolve(file.name()))).isEqualTo(file);
        }
    }

    @Test
    void aNameOfTheCheckpointGoesBeforeItsFolders() throws IOException {
        var config = checkpoint.config().add("_name_or_path", "somebody/quick-wit").build();
        Files.writeString(source.resolve("config.json"), config.toString());
        assertThat(exporter.export(cpu()).name()).isEqualTo("quick-wit");
    }

    @Test
    void shardsMakeTheSameModelAsOneFile() throws IOException {
        var whole = exporter.export(cpu());
        Files.delete(source.resolve("model.safetensors"));
        RandomCheckpoint.writeShards(source, checkpoint.tensors, 3);
        var sharded = exporter.export(cpu());
        assertThat(sharded).isEqualTo(whole);
    }

    @Test
    void anEarlierExportIsReplaced() throws IOException {
        exporter.export(cpu());
        Files.writeString(out.resolve("stale"), "of the earlier export");
        exporter.export(cpu());
        assertThat(out.resolve("stale")).doesNotExist();
        assertNothingElse();
    }

    @Test
    void anEarlierExportStaysWhenTheNewOneCannotTakeItsPlace() throws IOException {
        var before = exporter.export(cpu());
        try (var staging = StagingFolder.beside(out)) {
            Files.delete(staging.folder());
            assertThatThrownBy(staging::publish).isInstanceOf(IOException.class);
        }
        assertThat(ModelGeometry.read(out)).isEqualTo(before);
        assertNothingElse();
    }

    @Test
    void aFolderOfOtherFilesIsLeftAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("precious"), "work");
        assertFailure(
                cpu(),
                "OUT must be a new folder or an earlier export, " + out + " holds other files");
        assertThat(out.resolve("precious")).hasContent("work");
        assertNothingElse();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.createDirectories(out.getParent());
        Files.writeString(out, "work");
        assertFailure(cpu(), "OUT must be a folder, " + out + " is a file");
    }

    @Test
    void aTargetWithinTheCheckpointIsRefused() {
        assertThatThrownBy(() -> request(source.resolve("onnx")))
                .hasMessageContaining("OUT must be a folder outside of the checkpoint's, got");
    }

    @Test
    void aFullDiskIsNoticedBeforeTheFirstByte() throws IOException {
        var cramped =
                new Exporter(
                        GoldenModel.silent(),
                        PortableOptions.standard(Scores.LOGITS),
                        _ -> 12_345_678);
        assertThatThrownBy(() -> cramped.export(cpu()))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(
                        "%s has 12 MB free, the export needs 64 MB; free some or name another OUT"
                                .formatted(out.getParent()));
        assertThat(out.getParent()).isEmptyDirectory();
    }

    @Test
    void aScaleThatIsNotANumberStopsTheExport() {
        checkpoint.data(SCALES)[3] = (byte) 255;
        checkpoint.write(source);
        assertFailure(
                cpu(),
                "tensor %s: the scale with e8m0 code 255 has no exact float32".formatted(SCALES));
        assertThat(out.getParent()).isEmptyDirectory();
    }

    @Test
    void anInterruptedProcessLeavesNothing() throws Exception {
        Files.createDirectories(out.getParent());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                StagingFolderInterrupted.class.getName(),
                                out.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("staged");
            assertThat(out.getParent()).isNotEmptyDirectory();
            process.destroy();
            process.waitFor();
        }
        assertThat(out.getParent()).isEmptyDirectory();
    }

    private ExportRequest cpu() {
        return request(out);
    }

    private ExportRequest request(Path to) {
        return new ExportRequest(
                new ModelSource.CheckpointFolder(source), to, Device.CPU, Precision.exact());
    }

    private void assertFailure(ExportRequest request, String message) {
        assertThatThrownBy(() -> exporter.export(request))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(message);
    }

    private void assertNothingElse() throws IOException {
        try (var entries = Files.list(out.getParent())) {
            assertThat(entries).containsExactly(out);
        }
    }
}
