package org.repartee.runtime;

import java.util.Locale;

/// What a model was exported for: the graph's operators differ, its inputs and outputs do not.
public enum Device {
    CPU,
    CUDA;

    /// The name on the command line and in `geometry.json`: `cpu`, `cuda`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
