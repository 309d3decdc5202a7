package org.repartee.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.repartee.database.Password;
import org.repartee.database.PostgresConfig;
import picocli.CommandLine.Option;

/// Which PostgreSQL a command works on. A password is never an option: everyone on a machine can
/// read command lines.
final class PostgresOptions {
    private static final int CONNECTIONS = 2;
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST:PORT/DATABASE")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", description = "the role that owns it")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "holds its password")
    private @Nullable Path passwordFile;

    PostgresConfig config() {
        return new PostgresConfig(
                url,
                Optional.ofNullable(user),
                Password.of(
                        Optional.empty(),
                        Optional.ofNullable(passwordFile)
                                .map(file -> file.toAbsolutePath().toString())),
                CONNECTIONS,
                WAIT);
    }
}
