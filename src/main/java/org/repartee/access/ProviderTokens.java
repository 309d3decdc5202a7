package org.repartee.access;

import java.time.Instant;
import java.util.Optional;

/// What a provider of sign-on handed out for one session.
///
/// @param session the provider's own name of it (`sid`)
/// @param idToken tells the provider which session ends
/// @param refreshToken asks whether the person may still come in
/// @param refreshAt when to ask
public record ProviderTokens(
        Optional<String> session,
        String idToken,
        Optional<String> refreshToken,
        Instant refreshAt) {

    @Override
    public String toString() {
        return "ProviderTokens[session=" + session + ", refreshAt=" + refreshAt + "]";
    }
}
