package org.repartee.access.oidc;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.repartee.access.Role;

/// What single sign-on can be told by MicroProfile Config, each knob `repartee.oidc.…`.
///
/// @param issuer the provider; its metadata lie below it
/// @param clientSecret none: a public client, which PKCE alone protects
/// @param audience what bearer tokens must be made for; none: no bearer tokens
/// @param scopes what is asked for, `openid` among it
/// @param nameClaim which claim is the account's name
/// @param rolesClaim which claim holds names of roles; dots lead into objects
/// @param roleNames by which names in that claim each role is given
/// @param clockSkew how far the provider's clock may be off
record OidcSettings(
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        Optional<String> audience,
        List<String> scopes,
        String nameClaim,
        String rolesClaim,
        Map<Role, Set<String>> roleNames,
        Duration clockSkew) {

    private static final String PREFIX = "repartee.oidc.";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    OidcSettings {
        scopes = List.copyOf(scopes);
        roleNames = Map.copyOf(roleNames);
        var plain = "http".equals(issuer.getScheme()) && LOOPBACK.contains(issuer.getHost());
        if (!plain && !"https".equals(issuer.getScheme())) {
            throw new IllegalArgumentException(
                    PREFIX + "issuer must be an https URL, got " + issuer);
        }
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException(PREFIX + "scopes must hold openid, got " + scopes);
        }
    }

    /// Empty if no provider is configured.
    ///
    /// @throws IllegalArgumentException naming the key whose value breaks a rule
    static Optional<OidcSettings> of(Config config) {
        return text(config, "issuer").map(issuer -> of(config, URI.create(issuer)));
    }

    private static OidcSettings of(Config config, URI issuer) {
        var names = new EnumMap<Role, Set<String>>(Role.class);
        for (var role : Role.values()) {
            names.put(role, Set.copyOf(words(config, "role-" + role.wireName())));
        }
        return new OidcSettings(
                issuer,
                text(config, "client-id")
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        PREFIX
                                                + "client-id must be set with "
                                                + PREFIX
                                                + "issuer")),
                text(config, "client-secret").or(() -> secretOfFile(config)),
                text(config, "audience"),
                words(config, "scopes"),
                config.getValue(PREFIX + "name-claim", String.class),
                config.getValue(PREFIX + "roles-claim", String.class),
                names,
                config.getValue(PREFIX + "clock-skew", Duration.class));
    }

    private static Optional<String> secretOfFile(Config config) {
        return text(config, "client-secret-file")
                .map(file -> {
                    try {
                        return Files.readString(Path.of(file)).strip();
                    } catch (IOException e) {
                        throw new IllegalArgumentException(
                                PREFIX + "client-secret-file cannot be read, got " + file, e);
                    }
                });
    }

    private static List<String> words(Config config, String name) {
        return config.getOptionalValues(PREFIX + name, String.class).orElse(List.of());
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(PREFIX + name, String.class);
    }

    @Override
    public String toString() {
        return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
