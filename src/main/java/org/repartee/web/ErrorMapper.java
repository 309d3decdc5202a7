package org.repartee.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.repartee.access.AccessFailure;
import org.repartee.chat.ChatFailure;
import org.repartee.conversation.ConversationFailure;

/// Every exception as an answer in OpenAI's shape. What nobody foresaw is logged, and the client
/// learns only the request's id.
public final class ErrorMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ErrorMapper.class.getName());

    /// Attribute of a request that was refused before any resource method: the [ApiError].
    static final String UNAUDITED = ErrorMapper.class.getName() + ".unaudited";

    @Context
    @SuppressWarnings("NullAway.Init") // by the container: a proxy of the current request
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        var error = error(failure);
        if (failure instanceof NotAllowedException || failure instanceof NotAcceptableException) {
            // No resource method has seen the request, so none has audited it.
            request.setAttribute(UNAUDITED, error);
        }
        var answer =
                Response.status(error.status())
                        .type(MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8"))
                        .entity(error.toJson());
        error.retryAfter().ifPresent(s -> answer.header(HttpHeaders.RETRY_AFTER, s));
        if (error.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, FrontDoor.CHALLENGE);
        }
        if (failure instanceof NotAllowedException notAllowed) {
            var allowed = notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
            answer.header(HttpHeaders.ALLOW, allowed);
        }
        return answer.build();
    }

    private ApiError error(Throwable failure) {
        return switch (failure) {
            case ApiFailure known -> known.error();
            case ChatFailure known -> ApiError.of(known);
            case ConversationFailure known -> ApiError.of(known);
            case AccessFailure known -> ApiError.of(known);
            case WebApplicationException http when http.getResponse().getStatus() < 500 ->
                    ofHttp(http);
            default -> unforeseen(failure);
        };
    }

    private ApiError ofHttp(WebApplicationException failure) {
        var status = failure.getResponse().getStatus();
        return switch (failure) {
            case NotFoundException _ ->
                    ApiError.invalid(status, "unknown_url", "there is nothing at " + where());
            case NotAllowedException _ ->
                    ApiError.invalid(status, "method_not_supported", where() + " is not supported");
            case NotSupportedException _ -> ApiError.mediaType(header("Content-Type"));
            case NotAcceptableException _ ->
                    ApiError.invalid(
                            status,
                            "not_acceptable",
                            "Accept must allow application/json, got " + header("Accept"));
            default ->
                    ApiError.invalid(
                            status, "invalid_request", String.valueOf(failure.getMessage()));
        };
    }

    static ApiError unforeseen(Throwable failure, String requestId) {
        LOG.log(Level.ERROR, "request " + requestId + " failed", failure);
        return ApiError.server(
                500,
                "internal_error",
                "the server failed; its log tells more under request " + requestId);
    }

    private ApiError unforeseen(Throwable failure) {
        return unforeseen(failure, RequestId.of(request));
    }

    private String where() {
        return request.getMethod() + " " + request.getRequestURI();
    }

    private String header(String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("none");
    }
}
