package org.repartee.export;

import java.nio.file.Path;
import org.repartee.runtime.Device;

/// What to export.
///
/// @param checkpoint folder of the gpt-oss checkpoint
/// @param out folder of the exported model; must not exist, or hold an earlier export, which is
///   replaced
/// @param device what the graph is for
/// @param activations element type of CUDA's activations; the CPU computes in float32
/// @param name what the model is called towards clients
public record ExportRequest(
        Path checkpoint, Path out, Device device, Activations activations, String name) {

    /// Element types of CUDA's activations.
    public enum Activations {
        FLOAT16,
        BFLOAT16
    }

    public ExportRequest {
        checkpoint = checkpoint.toAbsolutePath().normalize();
        out = out.toAbsolutePath().normalize();
        if (out.getParent() == null || out.startsWith(checkpoint) || checkpoint.startsWith(out)) {
            throw new ExportFailure("OUT must be a folder outside of the checkpoint's, got " + out);
        }
        if (name.isBlank()) {
            throw new ExportFailure("--name must not be blank");
        }
    }
}
