package org.repartee.chat;

import java.util.Map;

/// A function that the model may call.
///
/// @param name letters, digits, `_` and `-`, at most 64
/// @param description for the model; may be empty
/// @param parameters JSON schema of the arguments object as plain maps, lists, strings, numbers and
///   booleans; empty when the function takes none
public record Tool(String name, String description, Map<String, Object> parameters) {}
