package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.repartee.access.Sessions;

/// `POST /api/sign-out`: ends the session, and tells where the browser goes next.
@Path("sign-out")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public final class SignOutResource {

    private @Inject Sessions sessions;
    private @Inject SessionCookie cookie;
    private @Inject PublicAddress address;
    private @Inject HttpServletRequest request;

    @POST
    @Open(because = "who is signed out already may say so again")
    public String signOut(@Context HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::end);
        cookie.clear(request, response);
        var next = address.of(request, Gate.SIGN_IN_PAGE);
        return new JsonText().object(json -> json.write("location", next.toString()));
    }
}
