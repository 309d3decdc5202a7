package org.repartee.export;

import java.nio.file.Path;
import java.util.Optional;
import org.repartee.runtime.Device;

/// What to export.
///
/// @param source what the model is made from
/// @param out folder of the exported model; must not exist, or hold an earlier export, which is
///   replaced
/// @param device what the graph is for
/// @param precision of a model for CUDA
/// @param kvRanges measured ranges of keys and values, for CUDA's smaller caches; absent, they are
///   estimated from the weights
/// @param name what the model is called towards clients; absent, what its source is called
public record ExportRequest(
        ModelSource source,
        Path out,
        Device device,
        Precision precision,
        Optional<Path> kvRanges,
        Optional<String> name) {

    /// A request without measured ranges and without a name.
    public ExportRequest(ModelSource source, Path out, Device device, Precision precision) {
        this(source, out, device, precision, Optional.empty(), Optional.empty());
    }

    public ExportRequest {
        out = out.toAbsolutePath().normalize();
        if (out.getParent() == null || overlaps(source, out)) {
            throw new ExportFailure("OUT must be a folder outside of the checkpoint's, got " + out);
        }
        if (name.isPresent() && name.get().isBlank()) {
            throw new ExportFailure("--name must not be blank");
        }
    }

    private static boolean overlaps(ModelSource source, Path out) {
        return switch (source) {
            case ModelSource.CheckpointFolder(var path) ->
                    out.startsWith(path) || path.startsWith(out);
            case ModelSource.RandomWeights _ -> false;
        };
    }
}
