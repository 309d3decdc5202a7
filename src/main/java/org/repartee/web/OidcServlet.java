package org.repartee.web;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;
import org.repartee.access.AccessFailure;
import org.repartee.access.Sessions;
import org.repartee.access.oidc.OidcFailure;
import org.repartee.access.oidc.Pending;
import org.repartee.access.oidc.SignOnProvider;
import org.repartee.access.oidc.SingleSignOn;

/// Signing in at a provider: to it, back from it, and its word that a session has ended.
@Open(because = "it is how one signs in, and each request proves itself to or by the provider")
@WebServlet({OidcServlet.BEGIN, OidcServlet.END, OidcServlet.LOGOUT})
public final class OidcServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String BEGIN = "/sign-in/oidc";
    static final String END = "/sign-in/oidc/callback";
    static final String LOGOUT = "/sign-in/oidc/back-channel-logout";

    private static final System.Logger LOG = System.getLogger(OidcServlet.class.getName());
    private static final String COOKIE = "repartee-sign-in";
    private static final int PATIENCE_SECONDS = 600;

    private transient @Inject SignOnProvider provider;
    private transient @Inject Sessions sessions;
    private transient @Inject SessionCookie cookie;
    private transient @Inject PublicAddress address;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var singleSignOn = provider.singleSignOn();
        var path = request.getServletPath();
        if (singleSignOn.isEmpty() || path.equals(LOGOUT)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (path.equals(BEGIN)) {
            goTo(response, begin(singleSignOn.get(), request, response));
        } else {
            goTo(response, end(singleSignOn.get(), request, response));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var singleSignOn = provider.singleSignOn();
        if (singleSignOn.isEmpty() || !request.getServletPath().equals(LOGOUT)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            var token = Optional.ofNullable(request.getParameter("logout_token")).orElse("");
            var ended = singleSignOn.get().logout(token);
            sessions.endAtProvider(ended.issuer(), ended.subject(), ended.session());
            response.setHeader("Cache-Control", "no-store");
        } catch (OidcFailure failure) {
            LOG.log(
                    Level.WARNING,
                    "a logout of the provider was refused: {0}",
                    failure.getMessage());
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private String begin(
            SingleSignOn singleSignOn, HttpServletRequest request, HttpServletResponse response) {
        try {
            var begun = singleSignOn.begin(address.of(request, END));
            cookie.set(request, response, COOKIE, begun.pending().text(), PATIENCE_SECONDS);
            return begun.page().toString();
        } catch (OidcFailure failure) {
            return trouble(request, "provider", failure);
        }
    }

    private String end(
            SingleSignOn singleSignOn, HttpServletRequest request, HttpServletResponse response) {
        var pending = cookie.read(request, COOKIE).flatMap(Pending::parse);
        cookie.clear(request, response, COOKIE);
        if (pending.isEmpty()) {
            return page(request) + "#trouble=provider";
        }
        try {
            var here = address.of(request, END);
            var answered = URI.create(here + "?" + request.getQueryString());
            var vouched = singleSignOn.end(answered, pending.get(), here);
            if (vouched.person().roles().isEmpty()) {
                return page(request) + "#trouble=no_role";
            }
            cookie.read(request).ifPresent(sessions::end);
            var session = sessions.begin(vouched.person(), vouched.tokens());
            cookie.set(request, response, session);
            return request.getContextPath() + "/";
        } catch (OidcFailure failure) {
            return trouble(request, "provider", failure);
        } catch (AccessFailure.WrongCredentials disabled) {
            return trouble(request, "no_role", disabled);
        } catch (IllegalArgumentException odd) {
            return trouble(request, "provider", odd);
        }
    }

    private static String trouble(HttpServletRequest request, String code, Exception failure) {
        LOG.log(Level.WARNING, "a sign-in at the provider failed: {0}", failure.getMessage());
        return page(request) + "#trouble=" + code;
    }

    private static String page(HttpServletRequest request) {
        return request.getContextPath() + Gate.SIGN_IN_PAGE;
    }

    private static void goTo(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", location);
        response.setHeader("Cache-Control", "no-store");
    }
}
