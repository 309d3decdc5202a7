package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.conversation.Share;
import org.repartee.conversation.Shares;

/// Links to conversations: given and taken back by their owner, read by everyone who is signed in
/// as a user and has one.
@Path("shares")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.USER, scope = Scope.CONVERSATIONS)
public final class SharesResource {

    private final Shares shares;
    private final HttpServletRequest request;

    @Inject
    SharesResource(Shares shares, HttpServletRequest request) {
        this.shares = shares;
        this.request = request;
    }

    @GET
    @Path("{id}")
    public String of(@PathParam("id") String id) {
        return shares.of(owner(), ConversationsResource.uuid(id))
                .map(ConversationJson::share)
                .orElseThrow(SharesResource::unknown);
    }

    /// Shares what is shown now; again: the same link shows what is shown now.
    @POST
    @Path("{id}")
    public String share(@PathParam("id") String id) {
        Share share = shares.share(owner(), ConversationsResource.uuid(id));
        return ConversationJson.share(share);
    }

    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        shares.revoke(owner(), ConversationsResource.uuid(id));
    }

    @GET
    @Path("by-token/{token}")
    public String read(@PathParam("token") String token) {
        return shares.read(token)
                .map(ConversationJson::shared)
                .orElseThrow(SharesResource::unknown);
    }

    private static ApiFailure unknown() {
        return new ApiFailure(
                ApiError.invalid(
                        404, "share_not_found", "the link was taken back or was never given"));
    }

    private String owner() {
        return Visitor.identity(request).name();
    }
}
