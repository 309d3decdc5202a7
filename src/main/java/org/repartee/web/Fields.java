package org.repartee.web;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of a JSON object. Remembers which were asked for: the rest is unknown and refused.
final class Fields {

    private final String path;
    private final JsonObject object;
    private final Set<String> known = new HashSet<>();

    /// @param path where the object stands; empty for the request itself
    Fields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    /// The field, unless it is absent or `null`, which mean the same.
    Optional<Field> optional(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name))
                .filter(value -> value.getValueType() != JsonValue.ValueType.NULL)
                .map(value -> new Field(pathOf(name), value));
    }

    Field required(String name) {
        return optional(name)
                .orElseThrow(() ->
                        ApiFailure.invalid(
                                pathOf(name),
                                "missing_required_parameter",
                                pathOf(name) + " is required"));
    }

    /// Refuses fields that nobody asked for.
    ///
    /// @param unsupported fields that clients may well know, and why they cannot be had here
    void refuseOthers(Map<String, String> unsupported) {
        for (var entry : object.entrySet()) {
            var name = entry.getKey();
            if (known.contains(name)) {
                continue;
            }
            var reason = unsupported.get(name);
            if (reason == null) {
                throw refused(name, "unknown_parameter", "unknown field " + pathOf(name));
            }
            if (entry.getValue().getValueType() != JsonValue.ValueType.NULL) {
                throw refused(
                        name,
                        "unsupported_parameter",
                        pathOf(name) + " is not supported: " + reason);
            }
        }
    }

    void refuseOthers() {
        refuseOthers(Map.of());
    }

    /// The plain object, for parts that are passed on unread.
    JsonObject json() {
        return object;
    }

    private ApiFailure refused(String name, String code, String message) {
        return ApiFailure.invalid(pathOf(name), code, message);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
