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
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;
import org.repartee.access.Sessions;
import org.repartee.access.oidc.OidcFailure;
import org.repartee.access.oidc.SignOnProvider;

/// `POST /api/sign-out`: ends the session, and tells where the browser goes next.
@Path("sign-out")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
public final class SignOutResource {

    private static final System.Logger LOG = System.getLogger(SignOutResource.class.getName());

    private @Inject Sessions sessions;
    private @Inject SessionCookie cookie;
    private @Inject PublicAddress address;
    private @Inject SignOnProvider provider;
    private @Inject HttpServletRequest request;

    /// Where the browser ends its session at the provider. If that is away, here is enough.
    private Optional<URI> atProvider(String idToken, URI back) {
        try {
            var singleSignOn = provider.singleSignOn();
            return singleSignOn.isPresent()
                    ? singleSignOn.get().endSession(idToken, back)
                    : Optional.empty();
        } catch (OidcFailure away) {
            LOG.log(Level.WARNING, "signed out here only: {0}", away.getMessage());
            return Optional.empty();
        }
    }

    @POST
    @Open(because = "who is signed out already may say so again")
    public String signOut(@Context HttpServletResponse response) {
        var idToken = cookie.read(request).flatMap(sessions::end);
        cookie.clear(request, response);
        var here = address.of(request, Gate.SIGN_IN_PAGE);
        var next = idToken.flatMap(token -> atProvider(token, here)).orElse(here);
        return new JsonText().object(json -> json.write("location", next.toString()));
    }
}
