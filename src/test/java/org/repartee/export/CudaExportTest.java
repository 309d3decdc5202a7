package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.export.RandomCheckpoint.Size;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;

class CudaExportTest {

    private static final String SCALES = "model.layers.1.mlp.experts.down_proj_scales";

    private final RandomCheckpoint checkpoint =
            new RandomCheckpoint(new Size(2, 64, 64, 2, 1, 32, 40, 8, 4, 2, false), 7);
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
    void eachCacheHasAGraphOfItsOwnAndTheyShareTheWeights() throws IOException {
        var geometry = exporter.export(request(Activations.BFLOAT16));
        assertThat(ModelGeometry.read(out)).isEqualTo(geometry);
        assertThat(geometry.files())
                .extracting(ModelFile::name)
                .containsExactly(
                        "model.onnx.data", "model.onnx", "model.kv-int8.onnx", "model.kv-fp8.onnx");
        for (var file : geometry.files()) {
            assertThat(Sha256.describe(out.resolve(file.name()))).isEqualTo(file);
        }
    }

    @Test
    void smallerWeightsMakeASmallerFile() {
        var exact = dataBytes(Exports.INT8_EXPERTS);
        var bits8 = dataBytes(precision(ProjectionBits.EIGHT, ExpertFormat.INT8));
        var bits4 = dataBytes(precision(ProjectionBits.FOUR, ExpertFormat.INT4));
        assertThat(bits8).isLessThan(exact);
        assertThat(bits4).isLessThan(bits8);
    }

    @Test
    void aWidthThatTheExpertsKernelsLackIsRefused() throws IOException {
        new RandomCheckpoint(new Size(2, 96, 64, 2, 1, 32, 40, 8, 4, 2, false), 7).write(source);
        assertFailure(
                request(Activations.BFLOAT16),
                "hidden_size must be a multiple of 64 for cuda, got 96; export for --device cpu");
        assertThat(out.getParent()).doesNotExist();
    }

    @Test
    void measuredRangesMustCoverAllLayers() throws IOException {
        var ranges =
                Files.writeString(
                        folder.resolve("ranges.json"), "{\"k_max\": [3, 4], \"v_max\": [1]}");
        var request =
                new ExportRequest(
                        new ModelSource.CheckpointFolder(source),
                        out,
                        Device.CUDA,
                        Precision.exact(),
                        Optional.of(ranges),
                        Optional.empty());
        assertFailure(request, ranges + ": v_max must have a number for each of 2 layers, got [1]");
    }

    @Test
    void aScaleThatFloat16LacksStopsTheExportAndLeavesNothing() {
        checkpoint.data(SCALES)[3] = (byte) 103;
        checkpoint.write(source);
        assertFailure(
                request(Activations.FLOAT16),
                "tensor %s: the scale with e8m0 code 103 has no exact float16".formatted(SCALES));
        assertThat(out.getParent()).isEmptyDirectory();
    }

    @Test
    void bfloat16HoldsThatScale() {
        checkpoint.data(SCALES)[3] = (byte) 103;
        checkpoint.write(source);
        var geometry = exporter.export(request(Activations.BFLOAT16));
        assertThat(geometry.cacheType()).isEqualTo(CacheType.BFLOAT16);
        assertThat(geometry.device()).isEqualTo(Device.CUDA);
    }

    @Test
    void aWeightTooLargeForFloat16StopsTheExportWithAWayOut() {
        var norm = checkpoint.data("model.norm.weight");
        norm[1] = 0x7F;
        norm[0] = 0x00;
        checkpoint.write(source);
        assertFailure(
                request(Activations.FLOAT16),
                "tensor model.norm.weight: 1.7014118E38 is too large for float16; export with"
                        + " --activations bfloat16");
    }

    private long dataBytes(Precision precision) {
        var request =
                new ExportRequest(
                        new ModelSource.CheckpointFolder(source), out, Device.CUDA, precision);
        return exporter.export(request).files().getFirst().bytes();
    }

    private static Precision precision(ProjectionBits projections, ExpertFormat experts) {
        return new Precision(
                Activations.BFLOAT16,
                new ProjectionFormat(projections, KernelLayout.PLAIN),
                experts);
    }

    private ExportRequest request(Activations activations) {
        return new ExportRequest(
                new ModelSource.CheckpointFolder(source),
                out,
                Device.CUDA,
                new Precision(activations, ProjectionFormat.exact(), ExpertFormat.INT8));
    }

    private void assertFailure(ExportRequest request, String message) {
        assertThatThrownBy(() -> exporter.export(request))
                .isInstanceOf(ExportFailure.class)
                .hasMessage(message);
    }
}
