package org.repartee.cli;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `data export`: a person's data as JSON, in a file that only its owner can read.
@Command(
        name = "export",
        description = "Writes a person's conversations and audit rows as JSON.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DataExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private PostgresOptions database = new PostgresOptions();

    @Option(names = "--owner", required = true, paramLabel = "NAME", description = "whose data")
    private String owner = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the file to write; it must not exist")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        try (var people = StoredPeople.open(database.config())) {
            create();
            var generators =
                    Json.createGeneratorFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
            try (var file = Files.newOutputStream(out, StandardOpenOption.WRITE);
                    var json = generators.createGenerator(file)) {
                people.retention().export(owner, json);
            }
        }
        spec.commandLine().getOut().println("written: " + out);
        return 0;
    }

    private void create() throws IOException {
        try {
            Files.createFile(
                    out,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "--out must name a file that does not exist, got " + out, e);
        }
    }
}
