package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;

/// What shall be otherwise in a conversation; what is absent stays.
///
/// @param title 1 to 80 characters
/// @param instructions at most 8,000 characters; empty: none
/// @param leaf the end of the branch that is shown from now on
/// @throws IllegalArgumentException if title or instructions break their bounds
public record Changes(
        Optional<String> title,
        Optional<Boolean> pinned,
        Optional<Boolean> archived,
        Optional<String> instructions,
        Optional<UUID> leaf) {

    /// The most characters of instructions.
    public static final int LONGEST_INSTRUCTIONS = 8000;

    public Changes {
        title = title.map(Title::checked);
        instructions.ifPresent(Changes::requireLength);
    }

    static void requireLength(String instructions) {
        if (instructions.length() > LONGEST_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "instructions must have at most %d characters, got %d"
                            .formatted(LONGEST_INSTRUCTIONS, instructions.length()));
        }
    }

    static Changes title(String title) {
        return new Changes(
                Optional.of(title),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
