package org.repartee.harmony;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A form that the answer shall have.
///
/// @param name OpenAI's rule: `[a-zA-Z0-9_-]{1,64}`
/// @param description for the model; may be empty
/// @param schema JSON schema as plain maps, lists, strings, numbers and booleans
public record ResponseFormat(String name, String description, Map<String, Object> schema) {
    public ResponseFormat {
        FormatName.check("response format name", name);
        SchemaDepth.check("schema", schema);
        schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
    }
}
