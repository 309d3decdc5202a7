package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.repartee.access.AccessFailure;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.ChatFailure;
import org.repartee.chat.Refusal;
import org.repartee.conversation.ConversationFailure;

/// An error in OpenAI's shape, `{"error":{"message","type","param","code"}}`, with its HTTP status.
///
/// @param type `invalid_request_error`, `rate_limit_error` or `server_error`
/// @param param path of the field that is to blame
/// @param retryAfter seconds after which to try again
record ApiError(
        int status,
        String type,
        String code,
        String message,
        Optional<String> param,
        OptionalInt retryAfter) {

    private static final String CLIENT = "invalid_request_error";
    private static final String SERVER = "server_error";

    /// The server ended an answer that nobody had stopped.
    static final ApiError CANCELLED =
            server(503, "cancelled", "the server ended the answer before it was complete");

    /// The server stops, and did not wait for this answer any longer.
    static final ApiError INTERRUPTED =
            server(
                    503,
                    "interrupted",
                    "the server stopped before the answer was complete: ask again soon");

    /// The client left, or was cut off because it was too slow, before its request was read.
    static final ApiError CLIENT_GONE =
            invalid(499, "client_closed_request", "the client left before its request was read");

    static final ApiError NOT_SIGNED_IN =
            invalid(
                    401,
                    "not_signed_in",
                    "sign in, or send an API key as Authorization: Bearer rp-…");

    static final ApiError INVALID_KEY =
            invalid(401, "invalid_api_key", "this API key or token is not valid, or no longer");

    static final ApiError PASSWORD_CHANGE_REQUIRED =
            invalid(403, "password_change_required", "choose a new password first");

    static ApiError wrongRole(Role... roles) {
        return invalid(
                403,
                "insufficient_role",
                "this needs the role "
                        + Stream.of(roles).map(Role::wireName).collect(Collectors.joining(" or ")));
    }

    static ApiError wrongScope(Scope scope) {
        return invalid(
                403,
                "insufficient_scope",
                "this needs an API key with the scope " + scope.wireName());
    }

    /// The client is to blame.
    static ApiError invalid(int status, String code, String message) {
        return new ApiError(status, CLIENT, code, message, Optional.empty(), OptionalInt.empty());
    }

    /// The server is to blame, or short of something.
    static ApiError server(int status, String code, String message) {
        return new ApiError(status, SERVER, code, message, Optional.empty(), OptionalInt.empty());
    }

    static ApiError of(ChatFailure failure) {
        var message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case ChatFailure.Invalid invalid ->
                    invalid(400, "invalid_value", message).at(invalid.field());
            case ChatFailure.PromptTooLong _ ->
                    invalid(400, "context_length_exceeded", message).at("messages");
            case ChatFailure.UnknownConversation _ ->
                    invalid(404, "conversation_not_found", message).at("conversation");
            case ChatFailure.ConversationBusy _ -> invalid(409, "conversation_busy", message);
            case ChatFailure.Busy busy ->
                    server(503, "server_overloaded", message).after(busy.retryAfterSeconds());
            case ChatFailure.Stopping stopping ->
                    server(503, "server_stopping", message).after(stopping.retryAfterSeconds());
            case ChatFailure.Limited limited ->
                    new ApiError(
                                    429,
                                    "rate_limit_error",
                                    "rate_limit_exceeded",
                                    message,
                                    Optional.empty(),
                                    OptionalInt.empty())
                            .after(limited.retryAfterSeconds());
            case ChatFailure.NotReady _ -> server(503, "not_ready", message);
        };
    }

    static ApiError of(ConversationFailure failure) {
        var message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case ConversationFailure.Unknown _ ->
                    invalid(404, "conversation_not_found", message).at("id");
            case ConversationFailure.UnknownMessage _ ->
                    invalid(404, "message_not_found", message).at("message");
            case ConversationFailure.Busy _ -> invalid(409, "conversation_busy", message);
            case ConversationFailure.Unavailable _ -> server(503, "not_ready", message);
        };
    }

    static ApiError of(AccessFailure failure) {
        var message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case AccessFailure.WrongCredentials _ -> invalid(401, "wrong_credentials", message);
            case AccessFailure.TooManyGuesses wait ->
                    invalid(429, "too_many_attempts", message).after(wait.retryAfterSeconds());
            case AccessFailure.Invalid invalid ->
                    invalid(400, "invalid_value", message).at(invalid.field());
            case AccessFailure.Unknown _ -> invalid(404, "not_found", message);
            case AccessFailure.Conflict _ -> invalid(409, "conflict", message);
            case AccessFailure.Unavailable _ -> server(503, "not_ready", message);
        };
    }

    static ApiError mediaType(String found) {
        return invalid(
                415,
                "unsupported_media_type",
                "Content-Type must be application/json, got " + found);
    }

    /// What the audit keeps of a request that was answered with this.
    Refusal refusal(Caller caller, Arrival arrival) {
        return new Refusal(caller, arrival, status, code, message);
    }

    ApiError at(String field) {
        return new ApiError(status, type, code, message, Optional.of(field), retryAfter);
    }

    ApiError after(int seconds) {
        return new ApiError(status, type, code, message, param, OptionalInt.of(seconds));
    }

    String toJson() {
        return new JsonText().object(this::write);
    }

    /// Makes it the body of a response whose status is set.
    void write(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(toJson());
    }

    /// Writes the field `error` into the open object.
    void write(JsonGenerator json) {
        json.writeStartObject("error").write("message", message).write("type", type);
        param.ifPresentOrElse(p -> json.write("param", p), () -> json.writeNull("param"));
        json.write("code", code).writeEnd();
    }
}
