package org.repartee.chat;

import java.util.Optional;
import org.repartee.audit.AuditRecord.Outcome;
import org.repartee.conversation.ConversationFailure;

/// Failures of the parts below as [ChatFailure]s, and those as rows of the audit.
final class Failures {

    private Failures() {}

    static ChatFailure of(ConversationFailure failure) {
        var message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case ConversationFailure.Unknown _ -> new ChatFailure.UnknownConversation(message);
            case ConversationFailure.UnknownMessage _ ->
                    new ChatFailure.UnknownConversation(message);
            case ConversationFailure.Busy _ -> new ChatFailure.ConversationBusy(message);
            case ConversationFailure.Unavailable _ -> new ChatFailure.NotReady(message);
        };
    }

    static Outcome outcome(ChatFailure failure) {
        return switch (failure) {
            case ChatFailure.Invalid _ -> outcome(400, "invalid_request", failure);
            case ChatFailure.PromptTooLong _ -> outcome(400, "context_length_exceeded", failure);
            case ChatFailure.UnknownConversation _ -> outcome(404, "not_found", failure);
            case ChatFailure.ConversationBusy _ -> outcome(409, "conversation_busy", failure);
            case ChatFailure.Busy _ -> outcome(503, "server_overloaded", failure);
            case ChatFailure.Stopping _ -> outcome(503, "server_stopping", failure);
            case ChatFailure.Limited _ -> outcome(429, "rate_limit_exceeded", failure);
            case ChatFailure.NotReady _ -> outcome(503, "not_ready", failure);
        };
    }

    static Outcome outcome(RuntimeException broken) {
        return outcome(500, "server_error", broken);
    }

    private static Outcome outcome(int status, String code, RuntimeException failure) {
        return new Outcome(
                status,
                Optional.empty(),
                Optional.of(code),
                Optional.of(String.valueOf(failure.getMessage())));
    }
}
