package org.repartee.conversation;

import java.util.Optional;

/// A question with what was asked for beside it.
///
/// @param owner whose conversation it is
/// @param reasoningEffort the API's word
/// @param maxTokens most tokens of the answer, at least 1
/// @throws IllegalArgumentException if the text is blank or a field breaks its bound
public record Request(String owner, Place place, String reasoningEffort, int maxTokens) {
    static final int OWNER_LENGTH = 255;
    private static final int EFFORT_LENGTH = 32;

    public Request {
        requireLength("owner", owner, OWNER_LENGTH);
        requireLength("reasoning_effort", reasoningEffort, EFFORT_LENGTH);
        if (text(place).filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("text must not be blank");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, got " + maxTokens);
        }
    }

    /// What is asked; absent when an earlier question is answered again.
    static Optional<String> text(Place place) {
        return switch (place) {
            case Place.Start(var text, _) -> Optional.of(text);
            case Place.Next(_, var text) -> Optional.of(text);
            case Place.Instead(_, _, var text) -> Optional.of(text);
            case Place.Again _, Place.Onward _ -> Optional.empty();
        };
    }

    private static void requireLength(String field, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters, got %d"
                            .formatted(field, longest, value.strip().length()));
        }
    }
}
