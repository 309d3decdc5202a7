package org.repartee.access.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// What the provider tells of itself: where its endpoints are, and with which keys it signs. Asked
/// when it is first needed, so that the server starts while the provider is away, and again after
/// an hour; its keys whenever an unknown one appears, within limits.
final class Provider {

    static final int TIMEOUT_MS = 5000;

    /// Signatures that only the provider can make; no `none`, and no shared secrets.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private static final Duration FRESH = Duration.ofHours(1);
    private static final int LARGEST_KEY_SET = 1 << 18;

    private final OidcSettings settings;
    private final InstantSource clock;
    private Optional<Known> known = Optional.empty();

    /// @param keys checks that the provider signed something
    record Known(
            OIDCProviderMetadata metadata, JWSKeySelector<SecurityContext> keys, Instant since) {}

    Provider(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    OidcSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    /// @throws OidcFailure.Unreachable if it never could be asked; what was told before holds on
    synchronized Known known() throws OidcFailure {
        if (known.filter(it -> now().isBefore(it.since().plus(FRESH))).isEmpty()) {
            try {
                known = Optional.of(ask());
            } catch (GeneralException | IOException away) {
                if (known.isEmpty()) {
                    throw new OidcFailure.Unreachable(
                            "the provider of sign-on " + settings.issuer() + " cannot be asked",
                            away);
                }
            }
        }
        return known.orElseThrow();
    }

    private Known ask() throws GeneralException, IOException {
        var metadata =
                OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), TIMEOUT_MS, TIMEOUT_MS);
        var retriever = new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, LARGEST_KEY_SET);
        JWKSource<SecurityContext> keys =
                JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), retriever)
                        .retrying(true)
                        .build();
        return new Known(metadata, new JWSVerificationKeySelector<>(ALGORITHMS, keys), now());
    }
}
