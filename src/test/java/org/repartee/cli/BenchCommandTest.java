package org.repartee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @Test
    void randomWeightsAreWrittenOnceAndMeasured() throws IOException {
        var weights = folder.resolve("weights");
        var json = folder.resolve("result.json");
        String[] command = {
            "bench",
            "engine",
            "--random=" + weights,
            "--shape=tiny",
            "--quick",
            "--batches=2,1",
            "--contexts=16",
            "--prefills=24,9000",
            "--users=2",
            "--requests=2",
            "--answer-tokens=4",
            "--json=" + json
        };
        assertThat(run(command)).isZero();
        assertThat(err.toString()).contains("writing random weights into " + weights);
        assertThat(out.toString())
                .contains("model    tiny-random for cpu in " + weights + ": 4 layers")
                .containsPattern("onnx     ONNX Runtime 1\\.")
                .containsPattern("(?m)^decode, batch 1, context 16 +[0-9.]+")
                .containsPattern(
                        "(?m)^prefill, 9,000 tokens .* skipped: a sequence has at most 4,096");
        var result = read(json);
        assertThat(result.getString("command"))
                .startsWith("deploy/repartee bench engine --random=" + weights + " --shape=tiny");
        assertThat(result.getJsonArray("rows").size()).isGreaterThan(10);
        assertThat(run(command)).isZero();
        assertThat(err.toString())
                .containsOnlyOnce("writing random weights")
                .contains("measuring what is in " + weights + " already, as it is");
    }

    @Test
    void aModelOrRandomWeightsMustBeNamed() {
        assertThat(run("bench", "engine")).isEqualTo(2);
        assertThat(err.toString()).contains("--model=DIR").contains("--random");
    }

    @Test
    void nobodyThereIsOneSentence() {
        assertThat(run("bench", "http", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("repartee: http://127.0.0.1:1/v1 cannot be reached: ")
                .hasLineCount(1);
    }

    @Test
    void wrongOptionsAreNamedBeforeAnythingIsMeasured() {
        assertFault("--url must be http://HOST[:PORT]", "--url", "ftp://x");
        assertFault("--json must name a file in a folder", "--url", "http://h", "--json", "/no/x");
        assertFault(
                "--api-key-file must name a file", "--url", "http://h", "--api-key-file", "/no");
    }

    private void assertFault(String complaint, String... options) {
        err.getBuffer().setLength(0);
        var command = Stream.concat(Stream.of("bench", "http"), Stream.of(options));
        assertThat(run(command.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).startsWith("repartee: " + complaint).hasLineCount(1);
    }

    private static JsonObject read(Path file) throws IOException {
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject();
        }
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
