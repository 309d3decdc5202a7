package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.repartee.chat.ServedModel;

/// What a completion and each of its chunks begin with.
///
/// @param created seconds since 1970
/// @param fingerprint changes with the model that answers
record CompletionHead(String id, long created, String model, String fingerprint) {

    static CompletionHead of(ServedModel model) {
        return new CompletionHead(
                "chatcmpl-" + UUID.randomUUID().toString().replace("-", ""),
                Instant.now().getEpochSecond(),
                model.name(),
                String.format(Locale.ROOT, "fp_%08x", model.name().hashCode()));
    }

    /// Writes the fields into the open object.
    void write(JsonGenerator json, String object) {
        json.write("id", id)
                .write("object", object)
                .write("created", created)
                .write("model", model)
                .write("system_fingerprint", fingerprint);
    }
}
