package org.repartee.conversation;

import java.util.Optional;
import java.util.UUID;

/// A draft at one moment. `version` counts its changes.
record DraftText(
        UUID answer, String reasoning, String content, Optional<Ending> ending, long version) {

    /// The stored answer, as far as it really is.
    Message.Answer over(Message.Answer stored) {
        return new Message.Answer(
                stored.id(),
                stored.parent(),
                content,
                reasoning,
                ending.map(Ending::state).orElse(AnswerState.STREAMING),
                stored.reasoningEffort(),
                stored.maxTokens(),
                stored.createdAt(),
                ending.flatMap(Ending::finishReason),
                ending.flatMap(Ending::usage),
                ending.flatMap(Ending::timings),
                stored.rating());
    }
}
