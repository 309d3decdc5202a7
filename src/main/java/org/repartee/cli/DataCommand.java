package org.repartee.cli;

import picocli.CommandLine.Command;

/// `data`: what is stored about one person.
@Command(
        name = "data",
        description = "Exports or erases what a PostgreSQL database holds about one person.",
        subcommands = {DataExportCommand.class, DataEraseCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
