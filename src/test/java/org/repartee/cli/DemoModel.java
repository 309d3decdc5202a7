package org.repartee.cli;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The demo model as it comes with the repository, exported once per test run, and what the code
/// that trained it generates greedily in PyTorch.
final class DemoModel {

    private static final Path HOME = Path.of("src", "demo-model");
    private static final Path FOLDER = exported();

    private DemoModel() {}

    /// A chat, its prompt and the tokens that follow.
    ///
    /// @param messages by turns of the user and the assistant
    record Sample(
            String effort, List<String> messages, List<Integer> prompt, List<Integer> greedy) {}

    static Path folder() {
        return FOLDER;
    }

    static List<Sample> samples() {
        try (var reader =
                Json.createReader(Files.newBufferedReader(HOME.resolve("samples.json")))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(DemoModel::sample)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(JsonObject json) {
        return new Sample(
                json.getString("effort"),
                json.getJsonArray("messages").getValuesAs(JsonString::getString),
                ints(json.getJsonArray("prompt_ids")),
                ints(json.getJsonArray("greedy_ids")));
    }

    static List<Integer> ints(JsonArray array) {
        return array.getValuesAs(JsonNumber::intValueExact);
    }

    private static Path exported() {
        try {
            var folder = Files.createTempDirectory("demo").resolve("model");
            var exit =
                    Main.commandLine()
                            .setErr(new PrintWriter(Writer.nullWriter()))
                            .execute(
                                    "export",
                                    HOME.resolve("checkpoint").toString(),
                                    folder.toString());
            if (exit != 0) {
                throw new IllegalStateException("export ended with " + exit);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
