package org.repartee.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.repartee.access.AccessFailure;
import org.repartee.access.ApiKey;
import org.repartee.access.ApiKeys;
import org.repartee.access.Identity;
import org.repartee.access.ProviderTokens;
import org.repartee.access.Sessions;
import org.repartee.access.oidc.OidcFailure;
import org.repartee.access.oidc.SignOnProvider;
import org.repartee.access.oidc.SingleSignOn;

/// Finds out who somebody is from what is presented: the one place for every way in.
@ApplicationScoped
class Visitors {

    private static final System.Logger LOG = System.getLogger(Visitors.class.getName());

    private @Inject Sessions sessions;
    private @Inject ApiKeys keys;
    private @Inject SignOnProvider provider;

    Visitor find(Presented presented) {
        try {
            return switch (presented) {
                case Presented.Bearer(var token) -> bearer(token, presented);
                case Presented.Cookie(var token) -> session(token, presented);
                case Presented.Nothing _ -> new Visitor.Anonymous();
            };
        } catch (AccessFailure failure) {
            return new Visitor.Refused(ApiError.of(failure));
        }
    }

    private Visitor bearer(String token, Presented presented) {
        var found =
                token.startsWith(ApiKey.MARK)
                        ? keys.find(token)
                        : provider.singleSignOn().flatMap(it -> vouched(it, token));
        return found.<Visitor>map(identity -> new Visitor.Known(identity, presented))
                .orElseGet(() -> new Visitor.Refused(ApiError.INVALID_KEY));
    }

    private Optional<Identity> vouched(SingleSignOn singleSignOn, String token) {
        try {
            return Optional.of(sessions.of(singleSignOn.bearer(token)));
        } catch (OidcFailure failure) {
            LOG.log(Level.INFO, "a bearer token was refused: {0}", failure.getMessage());
            return Optional.empty();
        }
    }

    /// A session that has ended is no reason to refuse: its browser may sign in again.
    private Visitor session(String token, Presented presented) {
        return sessions.find(token)
                .flatMap(live ->
                        live.due().isPresent()
                                ? refreshed(token, live, live.due().get())
                                : Optional.of(live.identity()))
                .<Visitor>map(identity -> new Visitor.Known(identity, presented))
                .orElseGet(Visitor.Anonymous::new);
    }

    private Optional<Identity> refreshed(String token, Sessions.Live live, ProviderTokens due) {
        try {
            var vouched = provider.singleSignOn().orElseThrow().refresh(due);
            sessions.refreshed(token, vouched.person(), vouched.tokens());
            return sessions.find(token).map(Sessions.Live::identity);
        } catch (OidcFailure.Refused refused) {
            LOG.log(Level.INFO, "a session ends: {0}", refused.getMessage());
            sessions.end(token);
            return Optional.empty();
        } catch (OidcFailure away) {
            // What was told before holds until the session's own end; soon it is asked again.
            LOG.log(Level.WARNING, "a session goes on unasked: {0}", away.getMessage());
            return Optional.of(live.identity());
        }
    }
}
