package org.repartee.conversation;

/// Token counts of one answer. `cachedTokens` is a part of `promptTokens`, `reasoningTokens` a part
/// of `completionTokens`.
///
/// @throws IllegalArgumentException if a count is negative or a part is greater than its whole
public record Usage(int promptTokens, int cachedTokens, int completionTokens, int reasoningTokens) {
    public Usage {
        requirePart("cached_tokens", cachedTokens, "prompt_tokens", promptTokens);
        requirePart("reasoning_tokens", reasoningTokens, "completion_tokens", completionTokens);
    }

    private static void requirePart(String part, int count, String whole, int total) {
        if (count < 0 || count > total) {
            throw new IllegalArgumentException(
                    part + " must be within [0, " + whole + " " + total + "], got " + count);
        }
    }
}
