package org.repartee.harmony;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses schemas that are nested so deeply that nothing good can be meant by them: they are
/// walked recursively.
final class SchemaDepth {

    private static final int DEEPEST = 64;

    private SchemaDepth() {}

    static void check(String field, Map<String, Object> schema) {
        if (deeper(schema, DEEPEST)) {
            throw new IllegalArgumentException(
                    field + " must not be nested deeper than " + DEEPEST + " levels");
        }
    }

    private static boolean deeper(@Nullable Object value, int allowed) {
        Collection<?> children =
                switch (value) {
                    case Map<?, ?> object -> object.values();
                    case List<?> array -> array;
                    case null, default -> List.of();
                };
        return allowed == 0 || children.stream().anyMatch(child -> deeper(child, allowed - 1));
    }
}
