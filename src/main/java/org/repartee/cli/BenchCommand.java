package org.repartee.cli;

import picocli.CommandLine.Command;

/// `bench`: what measures.
@Command(
        name = "bench",
        description = "Measures the engine alone, a server over HTTP, or the audit.",
        subcommands = {BenchEngineCommand.class, BenchHttpCommand.class, BenchAuditCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {}
