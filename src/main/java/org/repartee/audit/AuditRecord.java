package org.repartee.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What one request asked for, how it ended and when what happened.
///
/// @param requestId the answer's `x-request-id`
/// @param receivedAt wall clock, the only one; everything else counts from it in [Moments]
/// @param owner who asked
/// @param client what asked: `page`, `api` or `cli`
/// @param model the model's name
/// @param streamed whether the answer was streamed
/// @param reasoningEffort the API's word, absent if the request was refused before it was read
/// @param maxTokens the limit that was asked for
/// @param temperature as asked for
/// @param outcome how the request ended
public record AuditRecord(
        String requestId,
        Instant receivedAt,
        String owner,
        String client,
        String model,
        boolean streamed,
        Optional<String> reasoningEffort,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        Outcome outcome,
        Tokens tokens,
        Moments moments) {

    /// @param status the HTTP status, or the one that fits for a WebSocket: 100 to 599
    /// @param finishReason `stop`, `length`, `tool_calls`, `cancelled`; absent on errors
    /// @throws IllegalArgumentException if the status is none of HTTP's
    public record Outcome(
            int status,
            Optional<String> finishReason,
            Optional<String> errorCode,
            Optional<String> errorMessage) {
        public Outcome {
            if (status < 100 || status > 599) {
                throw new IllegalArgumentException(
                        "status must be within [100, 599], got " + status);
            }
        }
    }

    /// Token counts; `cached` is a part of `prompt`, `reasoning` and `answer` are apart.
    ///
    /// @throws IllegalArgumentException if a count is negative
    public record Tokens(int prompt, int cached, int reasoning, int answer) {
        public static final Tokens NONE = new Tokens(0, 0, 0, 0);

        public Tokens {
            if (prompt < 0 || cached < 0 || reasoning < 0 || answer < 0) {
                throw new IllegalArgumentException(
                        "token counts must be at least 0, got prompt %d, cached %d, reasoning %d, answer %d"
                                .formatted(prompt, cached, reasoning, answer));
            }
        }
    }

    /// Microseconds since the request was received, by one monotonic clock. Absent is what did not
    /// happen.
    ///
    /// @throws IllegalArgumentException if a moment is negative
    public record Moments(
            OptionalLong queued,
            OptionalLong scheduled,
            OptionalLong firstToken,
            OptionalLong firstReasoning,
            OptionalLong firstAnswer,
            OptionalLong firstByteFlushed,
            OptionalLong lastToken,
            OptionalLong closed) {
        public Moments {
            requirePositive("queued", queued);
            requirePositive("scheduled", scheduled);
            requirePositive("first token", firstToken);
            requirePositive("first reasoning", firstReasoning);
            requirePositive("first answer", firstAnswer);
            requirePositive("first byte flushed", firstByteFlushed);
            requirePositive("last token", lastToken);
            requirePositive("closed", closed);
        }

        private static void requirePositive(String name, OptionalLong micros) {
            if (micros.isPresent() && micros.getAsLong() < 0) {
                throw new IllegalArgumentException(
                        name + " must be at least 0 microseconds, got " + micros.getAsLong());
            }
        }
    }
}
