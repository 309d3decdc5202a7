package org.repartee.cli;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.repartee.bench.Setting;
import org.repartee.bench.audit.AuditBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private PostgresOptions database = new PostgresOptions();

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
        var console = spec.commandLine();
        new AuditBench(database.config(), rows, repeats, plans)
                .run(Setting.of(CommandWords.of(spec)), console.getOut(), console.getErr());
        return 0;
    }
}
