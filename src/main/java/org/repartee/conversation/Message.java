package org.repartee.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One message of a conversation: what was asked, or what was answered.
public sealed interface Message {
    UUID id();

    /// What it follows; absent for a conversation's first question.
    Optional<UUID> parent();

    String content();

    Instant createdAt();

    /// What the user wrote.
    record Question(UUID id, Optional<UUID> parent, String content, Instant createdAt)
            implements Message {}

    /// What the model wrote so far. Finish reason, usage and timings are absent while it streams.
    record Answer(
            UUID id,
            Optional<UUID> parent,
            String content,
            String reasoning,
            AnswerState state,
            String reasoningEffort,
            int maxTokens,
            Instant createdAt,
            Optional<String> finishReason,
            Optional<Usage> usage,
            Optional<Timings> timings,
            Optional<Rating> rating)
            implements Message {}
}
