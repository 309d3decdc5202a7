package org.repartee.harmony;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.repartee.harmony.Message.Assistant;
import org.repartee.harmony.Message.FunctionCall;
import org.repartee.harmony.Message.FunctionResult;
import org.repartee.harmony.Message.Instructions;
import org.repartee.harmony.Message.User;

/// Prompts of golden files, written as JSON. All fields but `messages` may be absent.
final class Prompts {

    private Prompts() {}

    static Prompt read(String text) {
        var json = object(text);
        return new Prompt(
                LocalDate.parse(json.getString("date", "2026-04-01")),
                Effort.valueOf(json.getString("effort", "medium").toUpperCase(Locale.ROOT)),
                objects(json, "functions").stream().map(Prompts::function).toList(),
                objects(json, "response_formats").stream().map(Prompts::format).toList(),
                objects(json, "messages").stream().map(Prompts::message).toList());
    }

    static Map<String, Object> schema(String text) {
        return map(object(text));
    }

    private static JsonObject object(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static Function function(JsonObject json) {
        return new Function(
                json.getString("name"), json.getString("description", ""), map(json, "parameters"));
    }

    private static ResponseFormat format(JsonObject json) {
        return new ResponseFormat(
                json.getString("name"), json.getString("description", ""), map(json, "schema"));
    }

    private static Message message(JsonObject json) {
        var content = json.getString("content", "");
        return switch (json.getString("role")) {
            case "system", "developer" -> new Instructions(content);
            case "user" -> new User(content);
            case "tool" -> new FunctionResult(json.getString("name"), content);
            default ->
                    new Assistant(
                            json.getString("reasoning", ""),
                            content,
                            objects(json, "calls").stream()
                                    .map(call ->
                                            new FunctionCall(
                                                    call.getString("name"),
                                                    call.getString("arguments")))
                                    .toList());
        };
    }

    private static List<JsonObject> objects(JsonObject json, String field) {
        return json.containsKey(field)
                ? json.getJsonArray(field).getValuesAs(JsonObject.class)
                : List.of();
    }

    private static Map<String, Object> map(JsonObject json, String field) {
        return json.containsKey(field) ? map(json.getJsonObject(field)) : Map.of();
    }

    @SuppressWarnings("NullAway") // JSON's null is a value of the plain map, too.
    private static Map<String, Object> map(JsonObject json) {
        var plain = new LinkedHashMap<String, Object>();
        json.forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value) {
            case JsonObject object -> map(object);
            case JsonArray array -> {
                var list = new ArrayList<@Nullable Object>();
                array.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case JsonString text -> text.getString();
            case JsonNumber number ->
                    number.isIntegral() ? (Object) number.longValue() : number.doubleValue();
            default -> value == JsonValue.NULL ? null : value == JsonValue.TRUE;
        };
    }
}
