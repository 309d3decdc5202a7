package org.repartee.web;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.Consumer;

/// Writes one JSON object after another, each over the last one's buffer.
final class JsonText {

    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    private final StringWriter buffer = new StringWriter();

    /// The text of one object; `fields` writes what is in it.
    String object(Consumer<JsonGenerator> fields) {
        buffer.getBuffer().setLength(0);
        try (var json = GENERATORS.createGenerator(buffer)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEnd();
        }
        return buffer.toString();
    }
}
