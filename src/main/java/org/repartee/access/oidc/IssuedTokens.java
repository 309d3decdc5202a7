package org.repartee.access.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.repartee.access.ProviderTokens;

/// Turns what the provider sent into what is kept of it.
record IssuedTokens(Provider provider) {

    /// Of an access token that does not tell how long it lives.
    private static final Duration STANDARD_LIFE = Duration.ofMinutes(5);

    Vouched of(OIDCTokenResponse response, JWT idToken, Map<String, Object> claims) {
        var refresh = Optional.ofNullable(response.getOIDCTokens().getRefreshToken());
        var tokens =
                new ProviderTokens(
                        session(claims),
                        idToken.serialize(),
                        refresh.map(token -> token.getValue()),
                        end(response, claims, refresh.isEmpty()));
        return new Vouched(new Claims(provider.settings()).person(claims), tokens);
    }

    /// @param idToken the new one; many providers send none
    /// @param refreshToken the old one; it goes on if no new one was sent
    Vouched of(
            OIDCTokenResponse response,
            Optional<JWT> idToken,
            Map<String, Object> claims,
            String before,
            String refreshToken) {
        var refresh = Optional.ofNullable(response.getOIDCTokens().getRefreshToken());
        var tokens =
                new ProviderTokens(
                        session(claims),
                        idToken.map(JWT::serialize).orElse(before),
                        Optional.of(refresh.map(token -> token.getValue()).orElse(refreshToken)),
                        end(response, claims, false));
        return new Vouched(new Claims(provider.settings()).person(claims), tokens);
    }

    /// Claims of a token that was checked when it came.
    static Map<String, Object> read(String idToken) {
        try {
            return JWTParser.parse(idToken).getJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            throw new IllegalStateException("a stored ID token cannot be read", e);
        }
    }

    private static Optional<String> session(Map<String, Object> claims) {
        return Optional.ofNullable(claims.get("sid")).map(String::valueOf);
    }

    /// When the provider must be asked again; if it cannot be, as late as any of its tokens allows.
    private Instant end(OIDCTokenResponse response, Map<String, Object> claims, boolean last) {
        var life = response.getOIDCTokens().getAccessToken().getLifetime();
        var end = provider.now().plus(life > 0 ? Duration.ofSeconds(life) : STANDARD_LIFE);
        var idEnd =
                claims.get("exp") instanceof Number seconds
                        ? Instant.ofEpochSecond(seconds.longValue())
                        : end;
        return last && idEnd.isAfter(end) ? idEnd : end;
    }
}
