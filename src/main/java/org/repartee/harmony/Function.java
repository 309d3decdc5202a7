package org.repartee.harmony;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A function that the model may call.
///
/// @param name OpenAI's rule: `[a-zA-Z0-9_-]{1,64}`
/// @param description what it does, for the model; may be empty or have several lines
/// @param parameters JSON schema of the arguments as plain maps, lists, strings, numbers and
///   booleans, in the order in which they shall be rendered; empty: no arguments
public record Function(String name, String description, Map<String, Object> parameters) {
    public Function {
        FormatName.check("function name", name);
        SchemaDepth.check("parameters", parameters);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
