package org.repartee.harmony;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes functions as the TypeScript-like declarations that the model knows, from the JSON schema
/// of their arguments. What the notation cannot say, such as a minimum, is left out; an unknown
/// type is `any`.
final class TypeScript {

    private static final String ANY = "any";
    private static final String INDENT = "    ";

    private TypeScript() {}

    /// The description as comment and `type name = (_: {…}) => any;`.
    static String declaration(Function function) {
        var comment = function.description().isEmpty() ? "" : comment(function.description(), "");
        var arguments =
                properties(function.parameters()).isEmpty()
                        ? ""
                        : "_: " + object(function.parameters(), 0);
        return comment + "type " + function.name() + " = (" + arguments + ") => any;";
    }

    /// Each line of the text as a `// …` line.
    static String comment(String text, String indent) {
        return text.strip()
                .lines()
                .map(line -> indent + ("// " + line).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static String object(Map<?, ?> schema, int depth) {
        var required = schema.get("required") instanceof List<?> names ? names : List.of();
        return properties(schema).entrySet().stream()
                .map(entry -> field(entry, required.contains(entry.getKey()), depth))
                .collect(Collectors.joining("", "{\n", INDENT.repeat(depth) + "}"));
    }

    private static String field(Map.Entry<?, ?> property, boolean required, int depth) {
        var indent = INDENT.repeat(depth);
        var schema = map(property.getValue());
        var comment =
                schema.get("description") instanceof String text && !text.isBlank()
                        ? comment(text, indent)
                        : "";
        return comment
                + indent
                + name(String.valueOf(property.getKey()))
                + (required ? "" : "?")
                + ": "
                + type(schema, depth)
                + ","
                + defaultComment(schema)
                + "\n";
    }

    private static String defaultComment(Map<?, ?> schema) {
        if (!schema.containsKey("default")) {
            return "";
        }
        var value = schema.get("default");
        var known = schema.get("enum") instanceof List<?> names && names.contains(value);
        return " // default: "
                + (known && value instanceof String name ? bare(name) : literal(value));
    }

    /// A line break would end the comment.
    private static String bare(String name) {
        return name.lines().count() > 1 ? literal(name) : name;
    }

    private static String type(Map<?, ?> schema, int depth) {
        return String.join(" | ", alternatives(schema, depth));
    }

    private static SequencedSet<String> alternatives(Map<?, ?> schema, int depth) {
        var types = new LinkedHashSet<String>();
        if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
            values.forEach(value -> types.add(literal(value)));
        } else if (schema.containsKey("const")) {
            types.add(literal(schema.get("const")));
        } else if (variants(schema) instanceof List<?> variants && !variants.isEmpty()) {
            variants.forEach(variant -> types.addAll(alternatives(map(variant), depth)));
        } else if (schema.get("type") instanceof List<?> names && !names.isEmpty()) {
            names.forEach(name -> types.add(named(name, schema, depth)));
        } else {
            types.add(named(schema.get("type"), schema, depth));
        }
        if (Boolean.TRUE.equals(schema.get("nullable"))) {
            types.add("null");
        }
        return types.contains(ANY) ? new LinkedHashSet<>(List.of(ANY)) : types;
    }

    private static @Nullable Object variants(Map<?, ?> schema) {
        return schema.containsKey("anyOf") ? schema.get("anyOf") : schema.get("oneOf");
    }

    private static String named(@Nullable Object name, Map<?, ?> schema, int depth) {
        if (name == null) {
            return properties(schema).isEmpty() ? ANY : object(schema, depth + 1);
        }
        return switch (name.toString()) {
            case "string" -> "string";
            case "number", "integer" -> "number";
            case "boolean" -> "boolean";
            case "null" -> "null";
            case "array" -> array(schema, depth);
            case "object" -> properties(schema).isEmpty() ? "object" : object(schema, depth + 1);
            default -> ANY;
        };
    }

    private static String array(Map<?, ?> schema, int depth) {
        var items = alternatives(map(schema.get("items")), depth);
        var type = String.join(" | ", items);
        return (items.size() > 1 ? "(" + type + ")" : type) + "[]";
    }

    /// A name that TypeScript could not read as one stands in quotation marks, as there.
    private static String name(String property) {
        return property.matches("[\\p{L}_$][\\p{L}\\p{N}_$]*") ? property : JsonText.of(property);
    }

    private static String literal(@Nullable Object value) {
        return value == null ? "null" : JsonText.of(value);
    }

    private static Map<?, ?> properties(Map<?, ?> schema) {
        return map(schema.get("properties"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
