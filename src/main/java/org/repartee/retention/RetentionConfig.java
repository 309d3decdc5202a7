package org.repartee.retention;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/// How long what is kept, and how often that is looked after.
///
/// @param interval between two looks, at least a second
/// @param batchRows most rows of one transaction, at least 1
/// @param periods by [StoredData#name]; what is absent is kept for ever
/// @throws IllegalArgumentException if a value is out of range, naming its configuration key
record RetentionConfig(Duration interval, int batchRows, Map<String, Period> periods) {

    private static final String KEY = "repartee.retention.";

    RetentionConfig {
        periods = Map.copyOf(periods);
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    KEY + "interval must be at least PT1S, got " + interval);
        }
        if (batchRows < 1) {
            throw new IllegalArgumentException(
                    KEY + "batch-rows must be at least 1, got " + batchRows);
        }
    }

    /// @param names of all [StoredData]
    static RetentionConfig read(Config config, Iterable<String> names) {
        var periods = new TreeMap<String, Period>();
        for (var name : names) {
            period(name, config.getValue(KEY + name, String.class))
                    .ifPresent(kept -> periods.put(name, kept));
        }
        return new RetentionConfig(
                config.getValue(KEY + "interval", Duration.class),
                config.getValue(KEY + "batch-rows", Integer.class),
                periods);
    }

    private static Optional<Period> period(String name, String text) {
        if (text.equals("forever")) {
            return Optional.empty();
        }
        var kept = parsed(name, text);
        if (kept.isNegative() || kept.isZero()) {
            throw faulty(name, text);
        }
        return Optional.of(kept);
    }

    private static Period parsed(String name, String text) {
        try {
            return Period.parse(text);
        } catch (DateTimeParseException _) {
            throw faulty(name, text);
        }
    }

    private static IllegalArgumentException faulty(String name, String text) {
        return new IllegalArgumentException(
                "%s%s must be forever, or a period of days, months or years such as P90D, got %s"
                        .formatted(KEY, name, text));
    }
}
