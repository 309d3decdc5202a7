package org.repartee.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Secrets;

/// The authorization code flow with PKCE, and the refresh of what came of it.
final class CodeFlow {

    private final Provider provider;
    private final IssuedTokens issued;

    CodeFlow(Provider provider) {
        this.provider = provider;
        this.issued = new IssuedTokens(provider);
    }

    URI begin(Pending pending, URI redirect) throws OidcFailure {
        var settings = provider.settings();
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        client(),
                        redirect)
                .endpointURI(provider.known().metadata().getAuthorizationEndpointURI())
                .state(new State(pending.state()))
                .nonce(new Nonce(pending.nonce()))
                .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    static Pending fresh() {
        return new Pending(Secrets.fresh(), Secrets.fresh(), Secrets.fresh());
    }

    Vouched end(URI answered, Pending pending, URI redirect) throws OidcFailure {
        var success = success(answered, pending);
        var grant =
                new AuthorizationCodeGrant(
                        success.getAuthorizationCode(),
                        redirect,
                        new CodeVerifier(pending.verifier()));
        var response = tokens(grant);
        var idToken = response.getOIDCTokens().getIDToken();
        if (idToken == null) {
            throw new OidcFailure.Refused("the provider sent no ID token");
        }
        return issued.of(response, idToken, validate(idToken, new Nonce(pending.nonce())));
    }

    /// @param before the ID token of the sign-in, or of the last refresh
    Vouched refresh(String refreshToken, String before) throws OidcFailure {
        var response = tokens(new RefreshTokenGrant(new RefreshToken(refreshToken)));
        var idToken = response.getOIDCTokens().getIDToken();
        var claims = idToken == null ? IssuedTokens.read(before) : validate(idToken, null);
        if (!Objects.equals(IssuedTokens.read(before).get("sub"), claims.get("sub"))) {
            throw new OidcFailure.Refused("the provider refreshed somebody else's session");
        }
        return issued.of(response, Optional.ofNullable(idToken), claims, before, refreshToken);
    }

    private AuthenticationSuccessResponse success(URI answered, Pending pending)
            throws OidcFailure {
        try {
            var response = AuthenticationResponseParser.parse(answered);
            if (!new State(pending.state()).equals(response.getState())) {
                throw new OidcFailure.Refused("the answer belongs to another sign-in");
            }
            var issuer = response.getIssuer();
            if (issuer != null && !issuer.equals(issuer())) {
                throw new OidcFailure.Refused("the answer comes from " + issuer);
            }
            if (!response.indicatesSuccess()) {
                var error = response.toErrorResponse().getErrorObject();
                throw new OidcFailure.Refused("the provider says " + error.getCode());
            }
            return response.toSuccessResponse();
        } catch (ParseException e) {
            throw new OidcFailure.Refused("the answer is none of a provider", e);
        }
    }

    private OIDCTokenResponse tokens(AuthorizationGrant grant) throws OidcFailure {
        try {
            var endpoint = provider.known().metadata().getTokenEndpointURI();
            var secret = provider.settings().clientSecret();
            var request =
                    secret.isPresent()
                            ? new TokenRequest.Builder(
                                    endpoint,
                                    new ClientSecretBasic(client(), new Secret(secret.get())),
                                    grant)
                            : new TokenRequest.Builder(endpoint, client(), grant);
            var http = request.build().toHTTPRequest();
            http.setConnectTimeout(Provider.TIMEOUT_MS);
            http.setReadTimeout(Provider.TIMEOUT_MS);
            var response = http.send();
            if (response.getStatusCode() >= 500) {
                throw new IOException("HTTP " + response.getStatusCode());
            }
            var parsed = OIDCTokenResponseParser.parse(response);
            if (!parsed.indicatesSuccess()) {
                var error = parsed.toErrorResponse().getErrorObject();
                throw new OidcFailure.Refused("the provider says " + error.getCode());
            }
            return (OIDCTokenResponse) parsed.toSuccessResponse();
        } catch (IOException | ParseException away) {
            throw new OidcFailure.Unreachable("the provider gave no tokens", away);
        }
    }

    private Map<String, Object> validate(JWT idToken, @Nullable Nonce nonce) throws OidcFailure {
        try {
            var validator = new IDTokenValidator(issuer(), client(), provider.known().keys(), null);
            validator.setMaxClockSkew((int) provider.settings().clockSkew().toSeconds());
            return validator.validate(idToken, nonce).toJSONObject();
        } catch (BadJOSEException | JOSEException e) {
            throw new OidcFailure.Refused("the ID token is not good", e);
        }
    }

    private Issuer issuer() {
        return new Issuer(provider.settings().issuer());
    }

    private ClientID client() {
        return new ClientID(provider.settings().clientId());
    }
}
