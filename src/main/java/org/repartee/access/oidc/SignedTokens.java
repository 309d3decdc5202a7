package org.repartee.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.repartee.access.Person;

/// Tokens that come without a browser: a program's access token, the provider's logout token.
final class SignedTokens {

    private final Provider provider;

    SignedTokens(Provider provider) {
        this.provider = provider;
    }

    /// Checks a bearer token: signature, issuer, audience, time. An ID token is none: it tells a
    /// browser's session who somebody is, and must let no program in.
    Person bearer(String token) throws OidcFailure {
        var settings = provider.settings();
        var audience =
                settings.audience()
                        .orElseThrow(() ->
                                new OidcFailure.Refused(
                                        "repartee.oidc.audience is not set: no bearer tokens"));
        try {
            var processor = new DefaultJWTProcessor<SecurityContext>();
            processor.setJWSTypeVerifier(
                    new DefaultJOSEObjectTypeVerifier<>(
                            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
            processor.setJWSKeySelector(provider.known().keys());
            var claims =
                    new DefaultJWTClaimsVerifier<>(
                            audience,
                            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
                            Set.of("sub", "exp"));
            claims.setMaxClockSkew((int) settings.clockSkew().toSeconds());
            processor.setJWTClaimsSetVerifier(claims);
            var found = processor.process(token, null);
            requireAccessToken(found);
            return new Claims(settings).person(found.getClaims());
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new OidcFailure.Refused("the token is not good", e);
        }
    }

    private static void requireAccessToken(JWTClaimsSet claims) throws OidcFailure {
        if (claims.getClaim("nonce") != null
                || claims.getClaim("at_hash") != null
                || "ID".equals(claims.getClaim("typ"))) {
            throw new OidcFailure.Refused("an ID token is no access token");
        }
    }

    /// Which sessions a logout token ends.
    SingleSignOn.Ended logout(String token) throws OidcFailure {
        var settings = provider.settings();
        try {
            var validator =
                    new LogoutTokenValidator(
                            new Issuer(settings.issuer()),
                            new ClientID(settings.clientId()),
                            false,
                            provider.known().keys(),
                            null);
            validator.setMaxClockSkew((int) settings.clockSkew().toSeconds());
            var claims = validator.validate(JWTParser.parse(token));
            var subject = Optional.ofNullable(claims.getSubject()).map(it -> it.getValue());
            var session = Optional.ofNullable(claims.getSessionID()).map(it -> it.getValue());
            return new SingleSignOn.Ended(
                    settings.issuer().toString(), subject.orElse(""), session);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new OidcFailure.Refused("the logout token is not good", e);
        }
    }
}
