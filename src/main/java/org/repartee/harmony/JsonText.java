package org.repartee.harmony;

import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plain maps, lists, strings, numbers and booleans as compact JSON, in the order that they have.
final class JsonText {

    private JsonText() {}

    static String of(Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                    object.entrySet().stream()
                            .map(JsonText::field)
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> array ->
                    array.stream().map(JsonText::orNull).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> Json.createValue(value.toString()).toString();
        };
    }

    private static String field(Map.Entry<?, ?> entry) {
        return Json.createValue(String.valueOf(entry.getKey())) + ":" + orNull(entry.getValue());
    }

    private static String orNull(@Nullable Object value) {
        return value == null ? "null" : of(value);
    }
}
