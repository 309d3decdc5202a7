package org.repartee.web;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Turns what a client sent into a JSON object, within limits.
///
/// @param maxBytes longest body
/// @param maxDepth deepest nesting of objects and arrays
record RequestBody(int maxBytes, int maxDepth) {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    /// Reads a whole body.
    ///
    /// @throws ApiFailure 413 when it is too long, 400 when it is no JSON object
    /// @throws IOException when the client is gone
    Fields read(InputStream in) throws IOException {
        var bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        return parse(decode(bytes));
    }

    /// Reads a whole text.
    ///
    /// @throws ApiFailure when it is too long, or no JSON object, or one with a field given twice
    Fields parse(String text) {
        if (text.length() > maxBytes) {
            throw tooLarge();
        }
        try {
            check(text);
            return object(text);
        } catch (JsonParsingException e) {
            throw notJson(at(e.getLocation()) + reason(e));
        } catch (JsonException | UnsupportedOperationException e) {
            throw notJson(reason(e));
        }
    }

    /// Refuses deep nesting before anything is built, and what follows the first value, which a
    /// JSON reader would not look at.
    private void check(String text) {
        try (var parser = PARSERS.createParser(new StringReader(text))) {
            var depth = 0;
            while (parser.hasNext()) {
                depth +=
                        switch (parser.next()) {
                            case START_OBJECT, START_ARRAY -> 1;
                            case END_OBJECT, END_ARRAY -> -1;
                            case KEY_NAME,
                                    VALUE_STRING,
                                    VALUE_NUMBER,
                                    VALUE_TRUE,
                                    VALUE_FALSE,
                                    VALUE_NULL ->
                                    0;
                        };
                if (depth > maxDepth) {
                    throw notJson(
                            at(parser.getLocation())
                                    + "nested deeper than "
                                    + maxDepth
                                    + " levels");
                }
            }
        }
    }

    private static Fields object(String text) {
        try (var reader = READERS.createReader(new StringReader(text))) {
            var value = reader.readValue();
            if (!(value instanceof JsonObject object)) {
                var got = new Field("", value).quoted();
                throw refused("invalid_type", "request must be an object, got " + got);
            }
            return new Fields("", object);
        }
    }

    private static String decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException _) {
            throw notJson("byte " + in.position() + " is not UTF-8");
        }
    }

    private static String at(JsonLocation place) {
        return "line %d, column %d: ".formatted(place.getLineNumber(), place.getColumnNumber());
    }

    /// The parser's words without its own way to tell the position.
    private static String reason(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceAll(" at \\(line no=[^)]*\\)", "");
    }

    private ApiFailure tooLarge() {
        return new ApiFailure(
                ApiError.invalid(
                        413,
                        "request_too_large",
                        "request must have at most " + maxBytes + " bytes"));
    }

    private static ApiFailure notJson(String reason) {
        return refused("invalid_json", "request is not valid JSON: " + reason);
    }

    private static ApiFailure refused(String code, String message) {
        return new ApiFailure(ApiError.invalid(400, code, message));
    }
}
