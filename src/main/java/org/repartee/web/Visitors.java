package org.repartee.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.repartee.access.AccessFailure;
import org.repartee.access.ApiKey;
import org.repartee.access.ApiKeys;
import org.repartee.access.Identity;
import org.repartee.access.Sessions;

/// Finds out who somebody is from what is presented: the one place for every way in.
@ApplicationScoped
class Visitors {

    private @Inject Sessions sessions;
    private @Inject ApiKeys keys;

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
        var found = token.startsWith(ApiKey.MARK) ? keys.find(token) : Optional.<Identity>empty();
        return found.<Visitor>map(identity -> new Visitor.Known(identity, presented))
                .orElseGet(() -> new Visitor.Refused(ApiError.INVALID_KEY));
    }

    /// A session that has ended is no reason to refuse: its browser may sign in again.
    private Visitor session(String token, Presented presented) {
        return sessions.find(token)
                .<Visitor>map(live -> new Visitor.Known(live.identity(), presented))
                .orElseGet(Visitor.Anonymous::new);
    }
}
