package org.repartee.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The application's settings and the launcher's, by their names in the environment.
final class Settings {

    /// Settings without a default.
    private static final Set<String> WITHOUT_DEFAULT =
            Set.of(
                    "REPARTEE_MODEL_PATH",
                    "REPARTEE_MODEL_NAME",
                    "REPARTEE_HTTP_ALLOWED_HOSTS",
                    "REPARTEE_HTTP_ALLOWED_ORIGINS",
                    "REPARTEE_HTTP_MODEL_ALIASES");

    private static final Path DEFAULTS =
            Path.of("src/main/resources/META-INF/microprofile-config.properties");

    private Settings() {}

    /// Whether the application or the launcher reads it.
    static boolean exists(String name) throws IOException {
        return WITHOUT_DEFAULT.contains(name)
                || defaults().keySet().contains(name)
                || scripts().contains("${" + name + ":-");
    }

    /// The longest orderly stop: running answers, the farewell of five seconds, and what is stored.
    ///
    /// @param environment what differs from the defaults
    static int secondsToStop(Map<String, String> environment) throws IOException {
        var defaults = defaults();
        return 5
                + Stream.of(
                                "REPARTEE_DRAIN_TIMEOUT",
                                "REPARTEE_AUDIT_DRAIN_TIMEOUT",
                                "REPARTEE_CONVERSATION_DRAIN_TIMEOUT")
                        .map(name -> environment.getOrDefault(name, defaults.get(name)))
                        .mapToInt(value -> (int) Duration.parse(value).toSeconds())
                        .sum();
    }

    private static Map<String, String> defaults() throws IOException {
        var defaults = new Properties();
        try (var file = Files.newBufferedReader(DEFAULTS)) {
            defaults.load(file);
        }
        return defaults.stringPropertyNames().stream()
                .collect(Collectors.toMap(Settings::inEnvironment, defaults::getProperty));
    }

    private static String inEnvironment(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String scripts() throws IOException {
        try (var files = Files.list(Path.of("deploy/lib"))) {
            var text = new StringBuilder();
            for (var file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
