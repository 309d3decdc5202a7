package org.repartee.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much the model reasons before it answers.
public enum Effort {
    LOW,
    MEDIUM,
    HIGH;

    /// The name on the wire: `low`, `medium`, `high`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Effort> of(String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName().equals(wireName)).findFirst();
    }
}
