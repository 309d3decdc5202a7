package org.repartee.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `data erase`: a person's conversations and account go, the audit's rows lose their name.
@Command(
        name = "erase",
        description = {
            "Removes a person's conversations, account and keys, and their name from the audit.",
            "Their account is locked first; backups are not touched."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DataEraseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private PostgresOptions database = new PostgresOptions();

    @Option(names = "--owner", required = true, paramLabel = "NAME", description = "who")
    private String owner = "";

    @Option(
            names = "--requested-by",
            required = true,
            paramLabel = "NAME",
            description = "who asked for it, for the table job_log")
    private String requestedBy = "";

    @Override
    public Integer call() {
        try (var people = StoredPeople.open(database.config())) {
            people.access().lock(requestedBy, owner);
            people.retention().erase(owner, requestedBy);
            var out = spec.commandLine().getOut();
            if (!people.retention().run()) {
                out.println(
                        "a server is at work; it erases at its next run (repartee.retention.interval)");
            } else if (people.retention().waitsToBeErased(owner)) {
                out.println("it failed, see job_log; the next run of a server tries again");
                return 1;
            } else {
                out.println("erased");
            }
            return 0;
        }
    }
}
