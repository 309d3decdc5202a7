package org.repartee.web;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
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

    private static final JsonParserFactory PARSERS =
            Json.createParserFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

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

    /// @throws ApiFailure when the text is too long, or no JSON object, or one with a field given
    ///   twice
    Fields parse(String text) {
        if (text.length() > maxBytes) {
            throw tooLarge();
        }
        refuseDeepNesting(text);
        try (var parser = PARSERS.createParser(new StringReader(text))) {
            return parse(parser);
        } catch (JsonParsingException e) {
            var at = e.getLocation();
            throw notJson(
                    "line %d, column %d: %s"
                            .formatted(at.getLineNumber(), at.getColumnNumber(), reason(e)));
        } catch (JsonException | UnsupportedOperationException e) {
            throw notJson(reason(e));
        }
    }

    private static Fields parse(JsonParser parser) {
        parser.next();
        var value = parser.getValue();
        if (parser.hasNext()) {
            throw notJson("something follows the first value");
        }
        if (!(value instanceof JsonObject object)) {
            var got = new Field("", value).quoted();
            throw refused("invalid_type", "request must be an object, got " + got);
        }
        return new Fields("", object);
    }

    private static String decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException _) {
            throw notJson("byte " + in.position() + " is not UTF-8");
        }
    }

    /// Before parsing, because a parser's own limit differs from one to the next.
    private void refuseDeepNesting(String text) {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth > maxDepth) {
                throw notJson("offset " + i + " is nested deeper than " + maxDepth + " levels");
            }
        }
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
