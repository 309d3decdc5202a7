package org.repartee.access.oidc;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Optional;
import org.repartee.access.Person;
import org.repartee.access.ProviderTokens;

/// The provider of sign-on that is configured. Every method may ask it over the network, for some
/// seconds at most.
public final class SingleSignOn {

    private final Provider provider;
    private final CodeFlow flow;
    private final SignedTokens tokens;

    SingleSignOn(OidcSettings settings, InstantSource clock) {
        provider = new Provider(settings, clock);
        flow = new CodeFlow(provider);
        tokens = new SignedTokens(provider);
    }

    /// A sign-in that begins.
    ///
    /// @param page of the provider, where the browser goes now
    public record Begun(URI page, Pending pending) {}

    /// What a logout token ends.
    ///
    /// @param subject empty if only the session is named
    public record Ended(String issuer, String subject, Optional<String> session) {}

    /// Begins a sign-in.
    ///
    /// @param redirect where the provider sends the browser back to
    public Begun begin(URI redirect) throws OidcFailure {
        var pending = CodeFlow.fresh();
        return new Begun(flow.begin(pending, redirect), pending);
    }

    /// Ends a sign-in.
    ///
    /// @param answered the address that the browser came back with
    /// @param pending what it kept meanwhile
    public Vouched end(URI answered, Pending pending, URI redirect) throws OidcFailure {
        return flow.end(answered, pending, redirect);
    }

    /// Asks whether the person may still come in.
    ///
    /// @throws OidcFailure.Refused if not
    public Vouched refresh(ProviderTokens due) throws OidcFailure {
        var refreshToken =
                due.refreshToken()
                        .orElseThrow(() -> new OidcFailure.Refused("there is no refresh token"));
        return flow.refresh(refreshToken, due.idToken());
    }

    /// Whom an access token lets in.
    ///
    /// @throws OidcFailure.Refused if nobody
    public Person bearer(String token) throws OidcFailure {
        return tokens.bearer(token);
    }

    /// Reads the provider's word that sessions have ended.
    public Ended logout(String token) throws OidcFailure {
        return tokens.logout(token);
    }

    /// Where a browser goes to end its session at the provider, if that has such a page.
    ///
    /// @param back where it goes from there
    public Optional<URI> endSession(String idToken, URI back) throws OidcFailure {
        var page = Optional.ofNullable(provider.known().metadata().getEndSessionEndpointURI());
        try {
            var token = JWTParser.parse(idToken);
            return page.map(uri -> new LogoutRequest(uri, token, back, null).toURI());
        } catch (ParseException e) {
            throw new OidcFailure.Refused("the ID token cannot be read", e);
        }
    }
}
