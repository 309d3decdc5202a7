package org.repartee.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.repartee.export.ModelSource.CheckpointFolder;
import org.repartee.export.ModelSource.RandomWeights;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;

/// Exports a model: checks its source, spells the graph, streams the weights, and only then gives
/// the folder its name.
public final class Exporter {

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
    private final PortableOptions portable;

    public Exporter(Progress progress) {
        this(progress, PortableOptions.standard(Scores.LOGITS));
    }

    /// @param portable of the graph for the CPU; the one for CUDA has candidates
    Exporter(Progress progress, PortableOptions portable) {
        this(progress, portable, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Exporter(Progress progress, PortableOptions portable, FreeSpace freeSpace) {
        this.progress = progress;
        this.portable = portable;
        this.freeSpace = freeSpace;
    }

    /// Writes the model's folder; afterwards it is complete, or not there.
    ///
    /// @throws ExportFailure if the source or the target is not fit, or the disk is full
    public ModelGeometry export(ExportRequest request) {
        try (var source = open(request.source())) {
            var graphs = graphs(source, request);
            var parent = Files.createDirectories(request.out().getParent());
            requireSpace(parent, graphs.firstEntry().getValue().dataBytes());
            try (var staging = StagingFolder.beside(request.out())) {
                var geometry = write(graphs, geometry(source, request), request, staging.folder());
                staging.publish();
                return geometry;
            }
        } catch (IOException e) {
            throw new ExportFailure(
                    "export to %s failed: %s".formatted(request.out(), explain(e)), e);
        }
    }

    private static TensorSource open(ModelSource source) throws IOException {
        return switch (source) {
            case CheckpointFolder(var path) -> Checkpoint.open(path);
            case RandomWeights(var shape, var seed) -> new RandomTensors(shape.config(), seed);
        };
    }

    /// The graphs by their files' names; all have the same weights.
    private SequencedMap<String, GraphWriter> graphs(TensorSource source, ExportRequest request)
            throws IOException {
        var graphs = new LinkedHashMap<String, GraphWriter>();
        switch (request.device()) {
            case CPU ->
                    graphs.put(
                            KvCacheFormat.NATIVE.fileName(),
                            DecoderGraph.portable(source, portable));
            case CUDA -> {
                var ranges = ranges(source, request);
                for (var cache : KvCacheFormat.values()) {
                    var graph = DecoderGraph.paged(source, request.precision(), cache, ranges);
                    graphs.put(cache.fileName(), graph);
                }
            }
        }
        return graphs;
    }

    private static KvRanges ranges(TensorSource source, ExportRequest request) throws IOException {
        return request.kvRanges().isPresent()
                ? KvRanges.read(request.kvRanges().get(), source.config().layers())
                : KvRanges.estimated(source);
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
            SequencedMap<String, GraphWriter> graphs,
            ModelGeometry geometry,
            ExportRequest request,
            Path folder)
            throws IOException {
        var files = new ArrayList<ModelFile>();
        files.add(writeWeights(graphs.firstEntry().getValue(), request.source(), folder));
        for (var graph : graphs.entrySet()) {
            files.add(writeGraph(graph.getValue(), folder.resolve(graph.getKey())));
        }
        files.addAll(
                switch (request.source()) {
                    case CheckpointFolder(var checkpoint) ->
                            TokenizerFiles.convert(checkpoint, folder, progress);
                    case RandomWeights _ ->
                            PublishedVocabulary.write(folder, geometry.vocabularySize());
                });
        var complete = geometry.withFiles(files);
        complete.write(folder);
        return complete;
    }

    private ModelFile writeWeights(GraphWriter graph, ModelSource source, Path folder)
            throws IOException {
        progress.begin(graph.dataBytes());
        try (var data = new DataFile(folder)) {
            var file = data.write(graph.weights(), progress);
            // Random weights can be had again any time.
            if (source instanceof CheckpointFolder) {
                data.force();
            }
            return file;
        }
    }

    private static ModelFile writeGraph(GraphWriter graph, Path file) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            graph.model().writeTo(out);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return Sha256.describe(file);
    }

    private static ModelGeometry geometry(TensorSource source, ExportRequest request) {
        var config = source.config();
        var type =
                request.device() == Device.CPU
                        ? WeightType.FLOAT32
                        : request.precision().activations().type();
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
