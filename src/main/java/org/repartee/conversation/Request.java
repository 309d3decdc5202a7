package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;

/// A checked question with what was asked for beside it.
record Request(
        String owner,
        Optional<UUID> conversation,
        String text,
        String reasoningEffort,
        int maxTokens) {
    static final int OWNER_LENGTH = 255;
    private static final int EFFORT_LENGTH = 32;

    Request {
        requireLength("owner", owner, OWNER_LENGTH);
        requireLength("reasoning_effort", reasoningEffort, EFFORT_LENGTH);
        if (text.isBlank()) {
            throw new IllegalArgumentException("text must not be blank");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, got " + maxTokens);
        }
    }

    private static void requireLength(String field, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters, got %d"
                            .formatted(field, longest, value.strip().length()));
        }
    }
}
