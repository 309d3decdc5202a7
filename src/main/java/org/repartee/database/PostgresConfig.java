package org.repartee.database;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/// Which PostgreSQL keeps everything, and how many connections one server holds to it.
///
/// @param url `jdbc:postgresql://HOST:PORT/DATABASE`, with the driver's parameters (`sslmode`, …)
/// @param poolSize connections held, 2 at least: the two writers must not wait for each other
/// @param connectionTimeout how long one waits for a connection, at least 250 ms
/// @throws IllegalArgumentException if a value is out of range, naming its configuration key
public record PostgresConfig(
        String url,
        Optional<String> user,
        Password password,
        int poolSize,
        Duration connectionTimeout) {

    private static final String KEY = "repartee.database.";
    private static final String SCHEME = "jdbc:postgresql:";
    private static final Pattern SECRET =
            Pattern.compile("[?&](password|sslpassword)=", Pattern.CASE_INSENSITIVE);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

    public PostgresConfig {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    KEY
                            + "url must begin with "
                            + SCHEME
                            + " (leave it out for the embedded database), got "
                            + withoutParameters(url));
        }
        if (SECRET.matcher(url).find()) {
            throw new IllegalArgumentException(
                    KEY
                            + "url must not hold a password, because it is logged; put it into "
                            + KEY
                            + "password-file or "
                            + KEY
                            + "password");
        }
        if (poolSize < 2) {
            throw new IllegalArgumentException(
                    KEY + "pool-size must be at least 2, got " + poolSize);
        }
        if (connectionTimeout.compareTo(SHORTEST_WAIT) < 0) {
            throw new IllegalArgumentException(
                    KEY
                            + "connection-timeout must be at least "
                            + SHORTEST_WAIT
                            + ", got "
                            + connectionTimeout);
        }
    }

    /// The settings, or none: then the server's data source `jdbc/repartee` is used.
    static Optional<PostgresConfig> read(Config config) {
        return text(config, "url")
                .map(url ->
                        new PostgresConfig(
                                url,
                                text(config, "user"),
                                Password.of(
                                        text(config, "password"), text(config, "password-file")),
                                config.getValue(KEY + "pool-size", Integer.class),
                                config.getValue(KEY + "connection-timeout", Duration.class)));
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(KEY + name, String.class).filter(text -> !text.isBlank());
    }

    /// For the log: neither password nor parameters.
    @Override
    public String toString() {
        return withoutParameters(url) + user.map(name -> " as " + name).orElse("");
    }

    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "");
    }
}
