package org.repartee.export;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;

/// Typed reading of a JSON object's fields, with messages that name file, field and rule.
record Fields(Path file, JsonObject json) {

    boolean has(String field) {
        return json.containsKey(field) && !json.isNull(field);
    }

    /// A positive integer.
    int integer(String field) {
        var value = value(field);
        if (value instanceof JsonNumber number
                && number.isIntegral()
                && number.longValue() > 0
                && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong(field, "be a positive integer", value);
    }

    double number(String field) {
        var value = value(field);
        if (value instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw wrong(field, "be a number", value);
    }

    double number(String field, double otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    String text(String field, String otherwise) {
        return has(field) && value(field) instanceof JsonString text ? text.getString() : otherwise;
    }

    boolean flag(String field, boolean otherwise) {
        return has(field) ? value(field) == JsonValue.TRUE : otherwise;
    }

    JsonArray array(String field) {
        var value = value(field);
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrong(field, "be a list", value);
    }

    Fields object(String field) {
        var value = value(field);
        if (value instanceof JsonObject object) {
            return new Fields(file, object);
        }
        throw wrong(field, "be an object", value);
    }

    ExportFailure wrong(String field, String rule, Object found) {
        return new ExportFailure("%s in %s must %s, got %s".formatted(field, file, rule, found));
    }

    private JsonValue value(String field) {
        var value = json.get(field);
        if (value == null) {
            throw new ExportFailure("%s has no field %s".formatted(file, field));
        }
        return value;
    }
}
