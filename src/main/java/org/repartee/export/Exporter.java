package org.repartee.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.repartee.runtime.CacheType;
import org.repartee.runtime.Device;
import org.repartee.runtime.ModelFile;
import org.repartee.runtime.ModelGeometry;

/// Exports one checkpoint into one model folder. The folder appears under its name only when
/// everything in it is complete and on the disk.
public final class Exporter {

    private static final String GRAPH = "model.onnx";
    private static final long MARGIN = 64L << 20;

    private final Checkpoint checkpoint;
    private final Path target;

    private final Device device;

    private Exporter(Checkpoint checkpoint, Path target, Device device) {
        this.checkpoint = checkpoint;
        this.device = device;
        this.target = target.toAbsolutePath().normalize();
    }

    /// Reads the checkpoint's tables of contents.
    ///
    /// @param target the model folder to make; must not exist, or be empty
    /// @throws ExportFailure if the checkpoint is incomplete or the target is taken
    public static Exporter of(Path checkpoint, Path target, Device device) {
        var exporter = new Exporter(Checkpoint.open(checkpoint), target, device);
        exporter.requireFreeTarget();
        return exporter;
    }

    /// Bytes of the checkpoint that will be read.
    public long bytesToRead() {
        return checkpoint.bytes();
    }

    /// Whether the checkpoint brings a tokenizer.
    public boolean hasVocabulary() {
        return Files.isRegularFile(checkpoint.folder().resolve("tokenizer.json"));
    }

    /// Exports for the CPU. Blocks until done.
    ///
    /// @throws ExportFailure with one sentence; nothing is left at the target
    public void run(Progress progress) {
        var partial = target.resolveSibling(target.getFileName() + ".partial");
        var cleaning = Thread.ofPlatform().unstarted(() -> delete(partial));
        try {
            delete(partial);
            Files.createDirectories(partial);
            Runtime.getRuntime().addShutdownHook(cleaning);
            requireSpace(partial);
            write(partial, progress);
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ExportFailure(
                    "%s cannot be written: %s".formatted(target, e.getMessage()), e);
        } finally {
            delete(partial);
            keepAlive(cleaning);
        }
    }

    private static void keepAlive(Thread cleaning) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaning);
        } catch (IllegalStateException _) {
            // The process is ending: the hook is already doing its work.
        }
    }

    private void write(Path folder, Progress progress) throws IOException {
        var config = checkpoint.config();
        var files = new ArrayList<ModelFile>();
        var graph = new Graph(config.name());
        try (var weights = new WeightsFile(folder)) {
            var portable =
                    new PortableWeights(checkpoint, new Conversions(progress), weights, graph);
            var model = new PortableGraph(config, portable).write();
            Files.write(folder.resolve(GRAPH), model.toByteArray());
            files.add(Digests.of(folder.resolve(GRAPH)));
            files.add(weights.finish());
        }
        files.addAll(VocabularyFiles.write(checkpoint.folder(), config.name(), folder));
        geometry(files).write(folder);
    }

    private ModelGeometry geometry(List<ModelFile> files) {
        var config = checkpoint.config();
        return new ModelGeometry(
                config.name(),
                Device.CPU,
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
                CacheType.FLOAT32,
                config.stopIds(),
                files);
    }

    private void requireFreeTarget() {
        if (!Files.exists(target)) {
            return;
        }
        try (var entries = Files.list(target)) {
            if (Files.isDirectory(target) && entries.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw new ExportFailure("%s cannot be used: %s".formatted(target, e.getMessage()), e);
        }
        throw new ExportFailure(
                "%s exists already: remove it or choose another folder".formatted(target));
    }

    /// In float32 an MXFP4 value takes 4 bytes instead of half a byte, a BF16 value 4 instead of 2.
    private void requireSpace(Path folder) throws IOException {
        var needed = checkpoint.bytes() * 8 + MARGIN;
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new ExportFailure(
                    "%s needs up to %d MB, but its disk has only %d MB free"
                            .formatted(target, needed >> 20, free >> 20));
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var entries = Files.walk(folder)) {
            for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new ExportFailure(
                    "%s cannot be removed: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
