package org.repartee.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;

/// Exports a checkpoint: checks it, spells the graph, streams the weights, and only then gives the
/// folder its name.
public final class Exporter {

    private static final String MODEL = "model.onnx";

    // The graph, the tokenizer's files and the geometry beside the weights.
    private static final long SMALL_FILES_BYTES = 64_000_000;
    private static final double MEGABYTE = 1e6;

    /// How much room a file system has.
    @FunctionalInterface
    interface FreeSpace {
        long at(Path folder) throws IOException;
    }

    private final Progress progress;
    private final FreeSpace freeSpace;
    private final Scores portableScores;

    public Exporter(Progress progress) {
        this(progress, Scores.LOGITS);
    }

    /// @param portableScores what the graph for the CPU says; the one for CUDA has candidates
    Exporter(Progress progress, Scores portableScores) {
        this(progress, portableScores, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Exporter(Progress progress, Scores portableScores, FreeSpace freeSpace) {
        this.progress = progress;
        this.portableScores = portableScores;
        this.freeSpace = freeSpace;
    }

    /// Writes the model's folder; afterwards it is complete, or not there.
    ///
    /// @throws ExportFailure if the checkpoint or the target is not fit, or the disk is full
    public ModelGeometry export(ExportRequest request) {
        try (var checkpoint = Checkpoint.open(request.checkpoint())) {
            var graph = graph(checkpoint, request);
            var parent = Files.createDirectories(request.out().getParent());
            requireSpace(parent, graph.dataBytes());
            try (var staging = StagingFolder.beside(request.out())) {
                var geometry = write(checkpoint, graph, request, staging.folder());
                staging.publish();
                return geometry;
            }
        } catch (IOException e) {
            throw new ExportFailure(
                    "export to %s failed: %s".formatted(request.out(), explain(e)), e);
        }
    }

    private GraphWriter graph(Checkpoint checkpoint, ExportRequest request) {
        return switch (request.device()) {
            case CPU -> DecoderGraph.portable(checkpoint, portableScores);
            case CUDA -> DecoderGraph.paged(checkpoint, activations(request));
        };
    }

    private static WeightType activations(ExportRequest request) {
        return switch (request.activations()) {
            case FLOAT16 -> WeightType.FLOAT16;
            case BFLOAT16 -> WeightType.BFLOAT16;
        };
    }

    private void requireSpace(Path folder, long dataBytes) throws IOException {
        var needed = dataBytes + SMALL_FILES_BYTES;
        var free = freeSpace.at(folder);
        if (free < needed) {
            throw new ExportFailure(
                    String.format(
                            Locale.ROOT,
                            "%s has %,.0f MB free, the export needs %,.0f MB; free some or name another OUT",
                            folder,
                            free / MEGABYTE,
                            needed / MEGABYTE));
        }
    }

    private ModelGeometry write(
            Checkpoint checkpoint, GraphWriter graph, ExportRequest request, Path folder)
            throws IOException {
        var files = new ArrayList<ModelFile>();
        files.add(writeWeights(graph, folder));
        files.add(writeGraph(graph, folder));
        files.addAll(TokenizerFiles.convert(request.checkpoint(), folder, progress));
        var geometry = geometry(checkpoint.config(), request).withFiles(files);
        geometry.write(folder);
        return geometry;
    }

    private ModelFile writeWeights(GraphWriter graph, Path folder) throws IOException {
        progress.begin(graph.dataBytes());
        try (var data = new DataFile(folder, progress)) {
            for (var weight : graph.weights()) {
                data.append(weight);
            }
            return data.finish();
        }
    }

    private static ModelFile writeGraph(GraphWriter graph, Path folder) throws IOException {
        var file = folder.resolve(MODEL);
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            graph.model().writeTo(out);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return Sha256.describe(file);
    }

    private static ModelGeometry geometry(GptOssConfig config, ExportRequest request) {
        var type = request.device() == Device.CPU ? WeightType.FLOAT32 : activations(request);
        return new ModelGeometry(
                request.name().orElse(config.name()),
                request.device(),
                config.layerTypes(),
                config.hiddenSize(),
                config.heads(),
                config.kvHeads(),
                config.headSize(),
                config.vocabularySize(),
                config.slidingWindow(),
                config.experts(),
                config.expertsPerToken(),
                config.maxPositions(),
                type.cacheType(),
                config.stopIds(),
                List.of());
    }

    private static String explain(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? e.getClass().getSimpleName() + " " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
