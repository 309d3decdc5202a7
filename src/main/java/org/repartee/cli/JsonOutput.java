package org.repartee.cli;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--json FILE`: results for programs.
final class JsonOutput {

    @Option(names = "--json", paramLabel = "FILE", description = "also write the results there")
    private @Nullable Path file;

    /// To be called before anything is measured: minutes later it would be a pity.
    ///
    /// @throws IllegalArgumentException if the file cannot be
    void check() {
        if (file != null && !Files.isWritable(folder(file))) {
            throw new IllegalArgumentException(
                    "--json must name a file in a folder that can be written, got " + file);
        }
    }

    void write(JsonObject results) {
        if (file != null) {
            try {
                Files.writeString(file, results + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException("--json %s cannot be written".formatted(file), e);
            }
        }
    }

    private static Path folder(Path file) {
        var parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
