package org.repartee.runtime;

import java.util.Locale;

/// How far back a layer sees.
public enum LayerType {
    /// The last `sliding_window` positions, the token's own included.
    SLIDING_ATTENTION,
    /// Every position before the token and its own.
    FULL_ATTENTION;

    /// The name in `config.json` and `geometry.json`: `sliding_attention`, `full_attention`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
