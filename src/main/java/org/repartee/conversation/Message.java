package org.repartee.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One message of a conversation: what was asked, or what was answered.
public sealed interface Message {
    UUID id();

    String content();

    Instant createdAt();

    /// What the user wrote.
    record Question(UUID id, String content, Instant createdAt) implements Message {}

    /// What the model wrote so far. The last three are absent while it streams.
    record Answer(
            UUID id,
            String content,
            String reasoning,
            AnswerState state,
            String reasoningEffort,
            int maxTokens,
            Instant createdAt,
            Optional<String> finishReason,
            Optional<Usage> usage,
            Optional<Timings> timings)
            implements Message {}
}
