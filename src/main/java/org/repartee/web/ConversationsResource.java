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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.conversation.Changes;
import org.repartee.conversation.ConversationSearch;
import org.repartee.conversation.Conversations;
import org.repartee.conversation.Rating;
import org.repartee.conversation.Shelf;

/// `/api/conversations`: the visitor's own stored chats.
@Path("conversations")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.USER, scope = Scope.CONVERSATIONS)
public final class ConversationsResource {

    private static final int STANDARD_PAGE = 30;
    private static final int LONGEST_TITLE = 80;

    private final Conversations conversations;
    private final ConversationSearch search;
    private final HttpConfig config;
    private final HttpServletRequest request;

    @Inject
    ConversationsResource(
            Conversations conversations,
            ConversationSearch search,
            HttpConfig config,
            HttpServletRequest request) {
        this.conversations = conversations;
        this.search = search;
        this.config = config;
        this.request = request;
    }

    @GET
    public String list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("before") @Nullable String before,
            @QueryParam("shelf") @Nullable String shelf) {
        var size =
                Optional.ofNullable(limit).map(ConversationsResource::size).orElse(STANDARD_PAGE);
        var page =
                checked(
                        "before",
                        () ->
                                conversations.list(
                                        owner(), shelf(shelf), size, Optional.ofNullable(before)));
        return ConversationJson.page(page);
    }

    @GET
    @Path("search")
    public String search(@QueryParam("q") @Nullable String words) {
        var wanted = Optional.ofNullable(words).orElse("");
        return ConversationJson.found(checked("q", () -> search.find(owner(), wanted)));
    }

    @GET
    @Path("{id}")
    public String read(@PathParam("id") String id) {
        return ConversationJson.transcript(conversations.read(owner(), uuid(id)));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") String id, InputStream body) throws IOException {
        var fields = config.body().read(body);
        var title = fields.optional("title").map(it -> it.text(LONGEST_TITLE));
        var pinned = fields.optional("pinned").map(Field::bool);
        var archived = fields.optional("archived").map(Field::bool);
        var instructions = fields.optional("instructions").map(Field::text);
        var leaf = fields.optional("leaf").map(Field::uuid);
        fields.refuseOthers();
        var field = title.isPresent() ? "title" : "instructions";
        var summary =
                checked(
                        field,
                        () ->
                                conversations.change(
                                        owner(),
                                        uuid(id),
                                        new Changes(title, pinned, archived, instructions, leaf)));
        return ConversationJson.summary(summary);
    }

    @PUT
    @Path("{id}/messages/{message}/rating")
    @Consumes(MediaType.APPLICATION_JSON)
    public void rate(
            @PathParam("id") String id, @PathParam("message") String message, InputStream body)
            throws IOException {
        var fields = config.body().read(body);
        var good = fields.required("good").bool();
        var comment = fields.optional("comment").map(Field::text).orElse("");
        fields.refuseOthers();
        var rating = checked("comment", () -> new Rating(good, comment));
        conversations.rate(owner(), uuid(id), uuid(message), Optional.of(rating));
    }

    @DELETE
    @Path("{id}/messages/{message}/rating")
    public void unrate(@PathParam("id") String id, @PathParam("message") String message) {
        conversations.rate(owner(), uuid(id), uuid(message), Optional.empty());
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        conversations.delete(owner(), uuid(id));
    }

    static Shelf shelf(@Nullable String name) {
        return name == null
                ? Shelf.RECENT
                : Shelf.valueOf(
                        new Field("shelf", Json.createValue(name))
                                .oneOf(List.of("recent", "pinned", "archived"))
                                .toUpperCase(Locale.ROOT));
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

    /// What is no UUID names nothing.
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
