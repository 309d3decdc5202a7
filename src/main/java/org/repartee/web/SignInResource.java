package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.repartee.access.Accounts;
import org.repartee.access.Policy;
import org.repartee.access.Sessions;
import org.repartee.access.SignInLink;
import org.repartee.access.oidc.SignOnProvider;

/// `/api/sign-in`: starts a session.
@Path("sign-in")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Open(because = "it is how one signs in")
public final class SignInResource {

    private static final int LONGEST = 256;

    private @Inject Accounts accounts;
    private @Inject Sessions sessions;
    private @Inject SignInLink link;
    private @Inject Policy policy;
    private @Inject SignOnProvider provider;
    private @Inject HttpConfig config;
    private @Inject SessionCookie cookie;
    private @Inject HttpServletRequest request;

    /// Which ways there are.
    @GET
    public String ways() {
        return new JsonText()
                .object(json -> {
                    json.write("password", policy.localLogin());
                    json.write("provider", provider.singleSignOn().isPresent());
                });
    }

    /// With name and password.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String signIn(InputStream body, @Context HttpServletResponse response)
            throws IOException {
        requireLocalLogin();
        var fields = config.body().read(body);
        var name = fields.required("name").text(LONGEST);
        var password = fields.required("password").text(LONGEST);
        fields.refuseOthers();
        var account = accounts.check(name, password, request.getRemoteAddr());
        return begin(account.name(), account.mustChangePassword(), response);
    }

    /// With the link that the start printed.
    @POST
    @Path("link")
    @Consumes(MediaType.APPLICATION_JSON)
    public String signInByLink(InputStream body, @Context HttpServletResponse response)
            throws IOException {
        requireLocalLogin();
        var fields = config.body().read(body);
        var secret = fields.required("secret").text(LONGEST);
        fields.refuseOthers();
        return begin(link.use(secret), false, response);
    }

    private void requireLocalLogin() {
        if (!policy.localLogin()) {
            throw new ApiFailure(
                    ApiError.invalid(
                            403, "local_login_off", "this server signs people in elsewhere"));
        }
    }

    private String begin(String name, boolean restricted, HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::end);
        cookie.set(request, response, sessions.begin(name, restricted));
        return new JsonText()
                .object(json -> json.write("name", name).write("must_change_password", restricted));
    }
}
