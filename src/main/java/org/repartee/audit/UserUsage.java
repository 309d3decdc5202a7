package org.repartee.audit;

import java.util.Optional;
import java.util.UUID;

/// What one person used over some days.
///
/// @param owner who it is; absent if they were erased
/// @param cachedTokens a part of `promptTokens`
public record UserUsage(
        UUID pseudonym,
        Optional<String> owner,
        long requests,
        long promptTokens,
        long cachedTokens,
        long reasoningTokens,
        long answerTokens) {

    /// Everything that was read or written.
    public long tokens() {
        return promptTokens + reasoningTokens + answerTokens;
    }
}
