package org.repartee.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// What the HTTP side can be told by MicroProfile Config, each knob `repartee.http.…`.
///
/// @param maxRequestBytes longest request body or socket frame
/// @param maxJsonDepth deepest nesting in a request
/// @param maxUploads most request bodies that are read at the same time
/// @param readTimeout longest time that a request body may take to arrive
/// @param writeTimeout longest time that a client may refuse to take what was written to it
/// @param pingInterval longest silence on a stream; a client that left is noticed after two of them
/// @param socketIdleTimeout after this time without a frame a WebSocket is closed
/// @param resumeTime how long an answer goes on that no page reads any more
/// @param allowedHosts names in the `Host` header besides `localhost` and the loopback addresses
/// @param allowedOrigins web origins besides the server's own that may change state
/// @param publicUrl how browsers reach the server, if a proxy stands in front of it
/// @param modelAliases further names for the served model in a request's `model`
record HttpConfig(
        int maxRequestBytes,
        int maxJsonDepth,
        int maxUploads,
        Duration readTimeout,
        Duration writeTimeout,
        Duration pingInterval,
        Duration socketIdleTimeout,
        Duration resumeTime,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        Optional<URI> publicUrl,
        Set<String> modelAliases) {

    private static final String PREFIX = "repartee.http.";

    HttpConfig {
        require(maxRequestBytes, "max-request-bytes", 1, 1 << 30);
        require(maxJsonDepth, "max-json-depth", 4, 500);
        require(maxUploads, "max-uploads", 1, 100_000);
        require(readTimeout, "read-timeout");
        require(writeTimeout, "write-timeout");
        require(pingInterval, "ping-interval");
        require(socketIdleTimeout, "socket-idle-timeout");
        require(resumeTime, "resume-time");
        publicUrl.ifPresent(HttpConfig::requireOrigin);
        allowedHosts = withPublic(allowedHosts, publicUrl);
        allowedOrigins = Set.copyOf(allowedOrigins);
        modelAliases = Set.copyOf(modelAliases);
    }

    /// @throws IllegalArgumentException naming the key whose value breaks a rule
    static HttpConfig of(Config config) {
        return new HttpConfig(
                value(config, "max-request-bytes", 1 << 20),
                value(config, "max-json-depth", 64),
                value(config, "max-uploads", 64),
                value(config, "read-timeout", Duration.ofSeconds(30)),
                value(config, "write-timeout", Duration.ofSeconds(15)),
                value(config, "ping-interval", Duration.ofSeconds(2)),
                value(config, "socket-idle-timeout", Duration.ofHours(1)),
                value(config, "resume-time", Duration.ofSeconds(15)),
                words(config, "allowed-hosts", host -> !host.contains("/")),
                words(config, "allowed-origins", HttpConfig::isOrigin),
                config.getOptionalValue(PREFIX + "public-url", URI.class),
                words(config, "model-aliases", _ -> true));
    }

    /// The limits of what is read from a client.
    RequestBody body() {
        return new RequestBody(maxRequestBytes, maxJsonDepth);
    }

    private static void requireOrigin(URI url) {
        if (!isOrigin(url.toString())) {
            throw new IllegalArgumentException(
                    PREFIX + "public-url must be https://HOST[:PORT] without a path, got " + url);
        }
    }

    private static Set<String> withPublic(Set<String> hosts, Optional<URI> url) {
        return Stream.concat(hosts.stream(), url.map(URI::getHost).stream())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOrigin(String word) {
        return word.matches("https?://[^/]+");
    }

    @SuppressWarnings("unchecked")
    private static <T> T value(Config config, String name, T standard) {
        var type = (Class<T>) standard.getClass();
        return config.getOptionalValue(PREFIX + name, type).orElse(standard);
    }

    private static Set<String> words(Config config, String name, Predicate<String> valid) {
        var words = config.getOptionalValues(PREFIX + name, String.class).orElse(List.of());
        for (var word : words) {
            if (!valid.test(word)) {
                throw new IllegalArgumentException(
                        PREFIX + name + " must hold names as a browser sends them, got " + word);
            }
        }
        return words.stream()
                .map(word -> name.equals("model-aliases") ? word : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static void require(int value, String name, int from, int to) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(
                    "%s%s must be within [%d, %d], got %d"
                            .formatted(PREFIX, name, from, to, value));
        }
    }

    private static void require(Duration value, String name) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(PREFIX + name + " must be positive, got " + value);
        }
    }
}
