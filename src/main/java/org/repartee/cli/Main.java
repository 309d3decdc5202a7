package org.repartee.cli;

import org.repartee.bench.http.ServerFailure;
import org.repartee.database.DatabaseFailure;
import org.repartee.database.UnusableDatabase;
import org.repartee.engine.EngineRefusal;
import org.repartee.export.ExportFailure;
import org.repartee.runtime.ModelFailure;
import org.repartee.tokenizer.VocabularyException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands that need no server. Failures that a user can do something about are one sentence
/// on standard error and exit code 1; wrong options are exit code 2.
@Command(
        name = "deploy/repartee",
        subcommands = {
            ExportCommand.class,
            GenerateCommand.class,
            BenchCommand.class,
            DataCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        switch (failure) {
            case ExportFailure _,
                    ModelFailure _,
                    VocabularyException _,
                    EngineRefusal _,
                    ServerFailure _,
                    DatabaseFailure _,
                    UnusableDatabase _,
                    IllegalArgumentException _ -> {
                command.getErr().println("repartee: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            default -> throw failure;
        }
    }
}
