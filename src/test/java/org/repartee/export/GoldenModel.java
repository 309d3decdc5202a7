package org.repartee.export;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.repartee.runtime.CpuModel;
import org.repartee.runtime.Device;

/// The golden checkpoint, exported once per test run, and what Hugging Face computes from it.
public final class GoldenModel {

    private static final Path CHECKPOINT = Path.of("src/test/resources/golden/tiny-gpt-oss");
    private static final Path FOLDER = exported(Scores.LOGITS);

    private GoldenModel() {}

    /// One prompt and the reference's results.
    ///
    /// @param lastLogits at the prompt's last position
    /// @param argmax at every position of the prompt
    /// @param greedy the tokens that follow
    public record Case(int[] prompt, float[] lastLogits, int[] argmax, int[] greedy) {}

    /// A fresh runtime over the exported folder; to be closed.
    public static CpuModel open(int blocks, int blockSize) {
        return CpuModel.load(FOLDER, new CpuModel.Options(blocks, blockSize, 1));
    }

    public static Path checkpoint() {
        return CHECKPOINT;
    }

    public static Path folder() {
        return FOLDER;
    }

    /// The same model, whose graph also gives candidates: what a runtime for a device reads, in
    /// operators that a CPU has.
    public static Path folderWithCandidates() {
        return WithCandidates.FOLDER;
    }

    private static final class WithCandidates {
        private static final Path FOLDER = exported(Scores.CANDIDATES);
    }

    public static List<Case> cases() {
        try (var reader =
                Json.createReader(Files.newBufferedReader(CHECKPOINT.resolve("golden.json")))) {
            return reader.readObject().getJsonArray("cases").getValuesAs(JsonObject.class).stream()
                    .map(GoldenModel::golden)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case golden(JsonObject json) {
        var logits = json.getJsonArray("last_logits");
        var values = new float[logits.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) logits.getJsonNumber(i).doubleValue();
        }
        return new Case(
                ints(json.getJsonArray("prompt")),
                values,
                ints(json.getJsonArray("argmax_by_position")),
                ints(json.getJsonArray("greedy")));
    }

    private static int[] ints(JsonArray array) {
        return array.getValuesAs(JsonNumber.class).stream()
                .mapToInt(JsonNumber::intValueExact)
                .toArray();
    }

    /// Exports any checkpoint for the CPU.
    static void export(Path checkpoint, Path out) {
        export(checkpoint, out, Scores.LOGITS);
    }

    private static void export(Path checkpoint, Path out, Scores scores) {
        var request =
                new ExportRequest(
                        new ModelSource.CheckpointFolder(checkpoint),
                        out,
                        Device.CPU,
                        Precision.exact());
        new Exporter(silent(), PortableOptions.standard(scores)).export(request);
    }

    /// Exports the golden checkpoint for CUDA.
    public static void exportForCuda(Path out, Precision precision) {
        var source = new ModelSource.CheckpointFolder(CHECKPOINT);
        new Exporter(silent()).export(new ExportRequest(source, out, Device.CUDA, precision));
    }

    static Progress silent() {
        return new Progress(new PrintWriter(Writer.nullWriter()), false);
    }

    private static Path exported(Scores scores) {
        try {
            var folder = Files.createTempDirectory("golden").resolve("model");
            export(CHECKPOINT, folder, scores);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
