package org.repartee.access;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// What access can be told by MicroProfile Config, each knob `repartee.access.…`.
///
/// @param sessionLifetime longest time that a browser stays signed in
/// @param sessionIdle a session without a request for so long ends
/// @param keyLifetime longest life of an API key
/// @param externalKeyRest a key of a provider's account rests when its owner has not signed in for
///   so long: no provider tells who has left
/// @param requestsPerMinute most questions of one person, and of one key; 0: no limit
/// @param tokensPerDay most tokens of one person, and of one key; 0: no limit
/// @param readConversations whether administrators may read other people's chats
/// @param localLogin whether accounts with a password may sign in
record AccessSettings(
        Duration sessionLifetime,
        Duration sessionIdle,
        Duration keyLifetime,
        Duration externalKeyRest,
        long requestsPerMinute,
        long tokensPerDay,
        boolean readConversations,
        boolean localLogin) {

    private static final String PREFIX = "repartee.access.";

    AccessSettings {
        require("session-lifetime", sessionLifetime);
        require("session-idle-timeout", sessionIdle);
        require("key-lifetime", keyLifetime);
        require("external-key-rest", externalKeyRest);
        require("requests-per-minute", requestsPerMinute);
        require("tokens-per-day", tokensPerDay);
    }

    /// @throws IllegalArgumentException naming the key whose value breaks a rule
    static AccessSettings of(Config config) {
        return new AccessSettings(
                duration(config, "session-lifetime"),
                duration(config, "session-idle-timeout"),
                duration(config, "key-lifetime"),
                duration(config, "external-key-rest"),
                config.getValue(PREFIX + "requests-per-minute", Long.class),
                config.getValue(PREFIX + "tokens-per-day", Long.class),
                config.getValue(PREFIX + "administrators-read-conversations", Boolean.class),
                localLogin(config));
    }

    private static boolean localLogin(Config config) {
        var chosen = config.getValue(PREFIX + "local-login", String.class);
        return switch (chosen) {
            case "true" -> true;
            case "false" -> false;
            case "auto" -> config.getOptionalValue("repartee.oidc.issuer", String.class).isEmpty();
            default ->
                    throw new IllegalArgumentException(
                            PREFIX + "local-login must be auto, true or false, got " + chosen);
        };
    }

    private static Duration duration(Config config, String name) {
        return config.getValue(PREFIX + name, Duration.class);
    }

    private static void require(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(PREFIX + name + " must be positive, got " + value);
        }
    }

    private static void require(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(PREFIX + name + " must be at least 0, got " + value);
        }
    }
}
