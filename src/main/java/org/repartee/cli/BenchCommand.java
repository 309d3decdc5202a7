package org.repartee.cli;

import picocli.CommandLine.Command;

/// `bench`: what measures.
@Command(
        name = "bench",
        description = "Measures the engine alone, or a server over HTTP.",
        subcommands = {BenchEngineCommand.class, BenchHttpCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {}
