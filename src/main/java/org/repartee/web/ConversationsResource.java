package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.conversation.Conversations;

/// `/api/conversations`: the visitor's own stored chats.
@Path("conversations")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.USER, scope = Scope.CONVERSATIONS)
public final class ConversationsResource {

    private static final int STANDARD_PAGE = 30;
    private static final int LONGEST_TITLE = 80;

    private final Conversations conversations;
    private final HttpConfig config;
    private final HttpServletRequest request;

    @Inject
    ConversationsResource(
            Conversations conversations, HttpConfig config, HttpServletRequest request) {
        this.conversations = conversations;
        this.config = config;
        this.request = request;
    }

    @GET
    public String list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("before") @Nullable String before) {
        var size =
                Optional.ofNullable(limit).map(ConversationsResource::size).orElse(STANDARD_PAGE);
        var page =
                checked(
                        "before",
                        () -> conversations.list(owner(), size, Optional.ofNullable(before)));
        return ConversationJson.page(page);
    }

    @GET
    @Path("{id}")
    public String read(@PathParam("id") String id) {
        return ConversationJson.transcript(conversations.read(owner(), uuid(id)));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String rename(@PathParam("id") String id, InputStream body) throws IOException {
        var fields = config.body().read(body);
        var title = fields.required("title").text(LONGEST_TITLE);
        fields.refuseOthers();
        var summary = checked("title", () -> conversations.rename(owner(), uuid(id), title));
        return ConversationJson.summary(summary);
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        conversations.delete(owner(), uuid(id));
    }

    private String owner() {
        return Visitor.identity(request).name();
    }

    private static int size(String limit) {
        JsonValue value =
                limit.matches("-?\\d{1,18}")
                        ? Json.createValue(Long.parseLong(limit))
                        : Json.createValue(limit);
        return new Field("limit", value).integer(1, Conversations.MAX_PAGE);
    }

    /// What is no UUID names no conversation.
    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw new ApiFailure(
                    ApiError.invalid(
                                    404, "conversation_not_found", "there is no conversation " + id)
                            .at("id"));
        }
    }

    static <T> T checked(String field, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw ApiFailure.invalid(field, "invalid_value", String.valueOf(e.getMessage()));
        }
    }
}
