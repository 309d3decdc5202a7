package org.repartee.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.repartee.chat.Tool;

/// Reads `tools` and `tool_choice`.
final class ToolFields {

    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private ToolFields() {}

    /// The tools that the model may call: none when `tool_choice` is `none`.
    static List<Tool> tools(Fields fields) {
        var given = fields.optional("tools");
        var tools = given.map(ToolFields::list).orElse(List.of());
        var choice = fields.optional("tool_choice");
        if (choice.isEmpty()) {
            return tools;
        }
        var field = choice.get();
        if (!field.isText()) {
            throw field.refused("unsupported_value", "must be auto or none, got " + field.quoted());
        }
        var word = field.oneOf(List.of("auto", "none"));
        if (word.equals("auto") && given.isEmpty()) {
            throw field.invalid("is only allowed when tools are given");
        }
        return word.equals("none") ? List.of() : tools;
    }

    /// A function's name.
    static String name(Field field) {
        var name = field.text();
        if (!NAME.matcher(name).matches()) {
            throw field.invalid(
                    "must be 1 to 64 letters, digits, underscores or hyphens, got "
                            + field.quoted());
        }
        return name;
    }

    private static List<Tool> list(Field field) {
        var list = field.list();
        if (list.size() > MOST_TOOLS) {
            throw field.refused(
                    "array_above_max_length",
                    "must have at most " + MOST_TOOLS + " tools, got " + list.size());
        }
        var names = new HashSet<String>();
        var tools = new ArrayList<Tool>(list.size());
        for (var element : list) {
            var tool = tool(element.object());
            if (!names.add(tool.name())) {
                throw element.invalid("must have a name of its own, got " + tool.name() + " again");
            }
            tools.add(tool);
        }
        return tools;
    }

    private static Tool tool(Fields tool) {
        tool.required("type").oneOf(List.of("function"));
        var function = tool.required("function").object();
        var name = name(function.required("name"));
        var description = function.optional("description").map(Field::text).orElse("");
        var parameters = function.optional("parameters").map(Field::object);
        function.optional("strict")
                .filter(Field::bool)
                .ifPresent(strict -> {
                    throw strict.refused("unsupported_value", "must be false, got true");
                });
        function.refuseOthers();
        tool.refuseOthers();
        return new Tool(name, description, parameters.map(p -> plain(p.json())).orElse(Map.of()));
    }

    private static Map<String, Object> plain(JsonObject object) {
        var map = new LinkedHashMap<String, Object>();
        object.forEach((name, value) -> {
            // JSON's null has no meaning in a schema but as a default or an enum's value.
            if (value.getValueType() != JsonValue.ValueType.NULL) {
                map.put(name, plain(value));
            }
        });
        return map;
    }

    private static Object plain(JsonValue value) {
        return switch (value) {
            case JsonObject object -> plain(object);
            case JsonArray array -> array.stream().map(ToolFields::plainElement).toList();
            case JsonString string -> string.getString();
            case JsonNumber number ->
                    number.isIntegral() ? number.bigIntegerValue() : number.bigDecimalValue();
            default -> value.getValueType() == JsonValue.ValueType.TRUE;
        };
    }

    /// An array keeps the places of its elements: null is spelled as in JSON.
    private static Object plainElement(JsonValue value) {
        return value.getValueType() == JsonValue.ValueType.NULL ? "null" : plain(value);
    }
}
