package org.repartee.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.repartee.bench.Setting;
import org.repartee.bench.audit.AuditBench;
import org.repartee.database.Password;
import org.repartee.database.PostgresConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench audit`: how fast the audit answers when it is large.
@Command(
        name = "audit",
        description = {
            "Fills an empty PostgreSQL database with audit rows and measures what a console asks.",
            "Ten million rows take about ten minutes and 6 GB."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchAuditCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 2;
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST:PORT/DATABASE, of a database that is empty")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", description = "the role that owns it")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "holds its password")
    private @Nullable String passwordFile;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "audit rows to fill it with (default: ${DEFAULT-VALUE})")
    private long rows;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "21",
            description = "how often each question is asked (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(names = "--plans", description = "print how the database answers each question")
    private boolean plans;

    @Override
    public Integer call() throws SQLException {
        var file =
                Optional.ofNullable(passwordFile).map(f -> Path.of(f).toAbsolutePath().toString());
        var config =
                new PostgresConfig(
                        url,
                        Optional.ofNullable(user),
                        Password.of(Optional.empty(), file),
                        CONNECTIONS,
                        WAIT);
        var console = spec.commandLine();
        new AuditBench(config, rows, repeats, plans)
                .run(Setting.of(CommandWords.of(spec)), console.getOut(), console.getErr());
        return 0;
    }
}
