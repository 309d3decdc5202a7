package org.repartee.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A JSON value together with the path that leads to it, so that a complaint can name it.
///
/// Every method that reads throws [ApiFailure] when the value is of another type or out of range;
/// the message names field, rule and value.
record Field(String path, JsonValue value) {

    private static final int LONGEST_QUOTE = 60;

    /// Text of well-formed Unicode.
    String text() {
        if (!(value instanceof JsonString string)) {
            throw mistyped("a string");
        }
        var text = string.getString();
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                i++;
                if (i == text.length()
                        || !Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i))) {
                    throw invalid("must not hold half a surrogate pair, as at index " + (i - 1));
                }
            }
        }
        return text;
    }

    /// Text with at least one and at most `most` characters.
    String text(int most) {
        var text = text();
        if (text.isEmpty()) {
            throw invalid("must not be empty");
        }
        if (text.length() > most) {
            throw refused(
                    "string_above_max_length",
                    "must have at most " + most + " characters, got " + text.length());
        }
        return text;
    }

    /// One of some words.
    String oneOf(List<String> allowed) {
        var text = text();
        if (!allowed.contains(text)) {
            throw refused("unsupported_value", "must be " + choice(allowed) + ", got " + quoted());
        }
        return text;
    }

    UUID uuid() {
        try {
            return UUID.fromString(text());
        } catch (IllegalArgumentException _) {
            throw invalid("must be a UUID, got " + quoted());
        }
    }

    boolean bool() {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            case ARRAY, OBJECT, STRING, NUMBER, NULL -> throw mistyped("a boolean");
        };
    }

    int integer(int from, int to) {
        return (int) integer((long) from, to);
    }

    long integer(long from, long to) {
        if (!(value instanceof JsonNumber number)) {
            throw mistyped("an integer");
        }
        var exact = number.bigDecimalValue();
        if (exact.compareTo(BigDecimal.valueOf(from)) < 0
                || exact.compareTo(BigDecimal.valueOf(to)) > 0) {
            throw invalid("must be within [" + from + ", " + to + "], got " + quoted());
        }
        if (exact.stripTrailingZeros().scale() > 0) {
            throw mistyped("an integer");
        }
        return exact.longValueExact();
    }

    float decimal(Range range) {
        if (!(value instanceof JsonNumber number)) {
            throw mistyped("a number");
        }
        var decimal = (float) number.doubleValue();
        if (!range.contains(decimal)) {
            throw invalid("must be within " + range + ", got " + quoted());
        }
        return decimal;
    }

    Fields object() {
        if (!(value instanceof JsonObject object)) {
            throw mistyped("an object");
        }
        return new Fields(path, object);
    }

    List<Field> list() {
        if (!(value instanceof JsonArray array)) {
            throw mistyped("an array");
        }
        var fields = new ArrayList<Field>(array.size());
        for (var i = 0; i < array.size(); i++) {
            fields.add(new Field(path + "[" + i + "]", array.get(i)));
        }
        return fields;
    }

    boolean isText() {
        return value instanceof JsonString;
    }

    boolean isList() {
        return value instanceof JsonArray;
    }

    ApiFailure mistyped(String expected) {
        return refused("invalid_type", "must be " + expected + ", got " + quoted());
    }

    ApiFailure invalid(String rule) {
        return refused("invalid_value", rule);
    }

    ApiFailure refused(String code, String rule) {
        return ApiFailure.invalid(path, code, path + " " + rule);
    }

    /// The value as JSON, cut when long: enough to recognise it.
    String quoted() {
        return switch (value.getValueType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING, NUMBER, TRUE, FALSE, NULL -> cut(value.toString());
        };
    }

    private static String cut(String json) {
        return json.length() <= LONGEST_QUOTE ? json : json.substring(0, LONGEST_QUOTE) + "…";
    }

    private static String choice(List<String> allowed) {
        var last = allowed.getLast();
        return allowed.size() == 1
                ? last
                : String.join(", ", allowed.subList(0, allowed.size() - 1)) + " or " + last;
    }
}
