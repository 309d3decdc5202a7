package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Accounts;
import org.repartee.access.Policy;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.conversation.Conversations;

/// `/api/accounts/{name}/conversations`: other people's chats, for administrators, if the operator
/// allows it at all. Each look is recorded before anything is shown.
@Path("accounts/{name}/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.ADMINISTRATOR, scope = Scope.ADMINISTRATION)
public final class OthersConversationsResource {

    private static final int PAGE = Conversations.MAX_PAGE;

    private @Inject Accounts accounts;
    private @Inject Policy policy;
    private @Inject Conversations conversations;
    private @Inject HttpServletRequest request;

    @GET
    public String list(
            @PathParam("name") String name,
            @QueryParam("shelf") @Nullable String shelf,
            @QueryParam("before") @Nullable String before) {
        var owner = owner(name);
        var wanted = ConversationsResource.shelf(shelf);
        accounts.looksAt(Visitor.identity(request).name(), owner, Optional.empty());
        var page =
                ConversationsResource.checked(
                        "before",
                        () -> conversations.list(owner, wanted, PAGE, Optional.ofNullable(before)));
        return ConversationJson.page(page);
    }

    @GET
    @Path("{id}")
    public String read(@PathParam("name") String name, @PathParam("id") String id) {
        var owner = owner(name);
        var conversation = ConversationsResource.uuid(id);
        accounts.looksAt(Visitor.identity(request).name(), owner, Optional.of(conversation));
        return ConversationJson.transcript(conversations.read(owner, conversation));
    }

    private String owner(String name) {
        if (!policy.administratorsReadConversations()) {
            throw new ApiFailure(
                    ApiError.invalid(
                            403,
                            "reading_not_allowed",
                            "repartee.access.administrators-read-conversations is off: nobody reads"
                                    + " other people's chats"));
        }
        return accounts.find(name).name();
    }
}
