package org.repartee.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.repartee.runtime.ModelGeometry;

/// The hidden folder that an export grows in, beside its target. It becomes the target by a rename,
/// or vanishes: when closed, and also when the process is interrupted.
final class StagingFolder implements AutoCloseable {

    private final Path folder;
    private final Path target;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread onExit = new Thread(this::discard, "discard unfinished export");

    private StagingFolder(Path folder, Path target) {
        this.folder = folder;
        this.target = target;
    }

    /// @throws ExportFailure if `target` exists and is anything else than an earlier export
    static StagingFolder beside(Path target) throws IOException {
        requireReplaceable(target);
        var parent = Path.of(String.valueOf(target.getParent()));
        var folder = Files.createTempDirectory(parent, "." + target.getFileName() + ".unfinished-");
        // Others may read a finished model; a temporary folder is its owner's only.
        folder.toFile().setReadable(true, false);
        folder.toFile().setExecutable(true, false);
        var staging = new StagingFolder(folder, target);
        Runtime.getRuntime().addShutdownHook(staging.onExit);
        return staging;
    }

    Path folder() {
        return folder;
    }

    /// Renames the folder to its target; an earlier export there is removed once the new one has
    /// its place.
    void publish() throws IOException {
        if (!done.compareAndSet(false, true)) {
            throw new ExportFailure("the export was interrupted");
        }
        var old = folder.resolveSibling(folder.getFileName() + ".old");
        var replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        if (replaces) {
            delete(old);
        }
    }

    /// Removes what is unfinished.
    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException _) {
            // The process is already exiting: the hook runs, and finds nothing to do.
        }
    }

    private void discard() {
        if (done.compareAndSet(false, true)) {
            delete(folder);
        }
    }

    private static void requireReplaceable(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ExportFailure("OUT must be a folder, %s is a file".formatted(target));
        }
        if (Files.exists(target.resolve(ModelGeometry.FILE_NAME))) {
            return;
        }
        try (var entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new ExportFailure(
                        "OUT must be a new folder or an earlier export, %s holds other files"
                                .formatted(target));
            }
        }
    }

    private static void delete(Path folder) {
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Gone already.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
