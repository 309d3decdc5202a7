package org.repartee.web;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.repartee.chat.Effort;

/// What a client says over `/ws/chat`.
sealed interface ClientFrame {

    /// Asks a question.
    ///
    /// @param conversation where it is asked; absent: a new one begins
    /// @param maxTokens absent: as many as the server allows
    record Ask(Optional<UUID> conversation, String text, Effort effort, OptionalInt maxTokens)
            implements ClientFrame {}

    /// Ends the running answer.
    record Stop() implements ClientFrame {}

    /// Reads a frame.
    ///
    /// @throws ApiFailure 400 naming the first field that breaks a rule
    static ClientFrame of(Fields fields) {
        var type = fields.required("type").oneOf(List.of("ask", "stop"));
        var frame = type.equals("ask") ? ask(fields) : new Stop();
        fields.refuseOthers();
        return frame;
    }

    private static Ask ask(Fields fields) {
        return new Ask(
                fields.optional("conversation").map(ClientFrame::uuid),
                fields.required("text").text(),
                fields.optional("reasoning_effort").map(OptionFields::effort).orElse(Effort.MEDIUM),
                fields.optional("max_tokens")
                        .map(tokens -> OptionalInt.of(tokens.integer(1, Integer.MAX_VALUE)))
                        .orElse(OptionalInt.empty()));
    }

    private static UUID uuid(Field field) {
        try {
            return UUID.fromString(field.text());
        } catch (IllegalArgumentException _) {
            throw field.invalid("must be a UUID, got " + field.quoted());
        }
    }
}
