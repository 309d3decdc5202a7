package org.repartee.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/// A command as it was typed, for whoever wants to measure again.
final class CommandWords {

    private CommandWords() {}

    static String of(CommandSpec spec) {
        var words = spec.root().commandLine().getParseResult().originalArgs();
        return words.stream()
                .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word + "'")
                .collect(Collectors.joining(" ", "deploy/repartee ", ""));
    }
}
