package org.repartee.cli;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.repartee.bench.Setting;
import org.repartee.bench.http.Endpoint;
import org.repartee.bench.http.Goodput;
import org.repartee.bench.http.HttpBench;
import org.repartee.bench.http.Load;
import org.repartee.bench.http.RequestShape;
import org.repartee.bench.http.StreamingClient;
import org.repartee.bench.http.TokenRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench http`: how fast a server answers, seen from outside.
@Command(
        name = "http",
        description = "Measures any OpenAI-compatible server with streamed chat completions.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchHttpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", required = true, paramLabel = "URL", description = "http://HOST:PORT")
    private String url = "";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "what requests name as their model (default: the first of /v1/models)")
    private @Nullable String model;

    @Option(
            names = "--users",
            split = ",",
            paramLabel = "N",
            description =
                    "loads of so many users, each of whom asks again when answered (default: 1,3,32)")
    private List<Integer> users = List.of();

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "R",
            description = "loads of so many requests a second, arriving at random")
    private List<Double> rates = List.of();

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "requests of each load (default: 5 per user, at least 20)")
    private int requests;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "requests before each load that do not count (default: one per user); a server"
                            + " in Java is at its fastest after some hundreds")
    private int warmUp;

    @Option(
            names = "--prompt-tokens",
            defaultValue = "512",
            paramLabel = "N[-M]",
            description = "tokens of a prompt, by the server's own count (${DEFAULT-VALUE})")
    private String promptTokens = "";

    @Option(
            names = "--shared-prefix",
            defaultValue = "0",
            paramLabel = "N",
            description = "tokens that all prompts begin with (${DEFAULT-VALUE})")
    private int sharedPrefix;

    @Option(
            names = "--max-tokens",
            defaultValue = "256",
            paramLabel = "N",
            description = "most tokens of an answer (${DEFAULT-VALUE})")
    private int maxTokens;

    @Option(
            names = "--fixed-length",
            description = "ask for exactly --max-tokens, with vLLM's and Repartee's min_tokens")
    private boolean fixedLength;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            paramLabel = "T",
            description = "0 is greedy (${DEFAULT-VALUE})")
    private double temperature;

    @Option(names = "--reasoning-effort", paramLabel = "E", description = "low, medium or high")
    private @Nullable String effort;

    @Option(
            names = "--extra",
            defaultValue = "{}",
            paramLabel = "JSON",
            description = "further fields of each request, as a JSON object")
    private String extra = "";

    @Option(
            names = "--goodput",
            arity = "1..*",
            paramLabel = "LIMIT",
            description = "ttft:MS, tpot:MS, e2el:MS: count the requests that keep all of them")
    private List<String> goodput = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the prompts (default: new; the same finds them in the prefix cache)")
    private @Nullable Long seed;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "file that holds the bearer token (default: the environment variable"
                            + " REPARTEE_API_KEY, if set)")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "S",
            description = "longest silence on a stream, in seconds (${DEFAULT-VALUE})")
    private int timeout;

    @Mixin private JsonOutput json = new JsonOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        json.check();
        var out = spec.commandLine().getOut();
        var endpoint = Endpoint.of(url, apiKey(), Duration.ofSeconds(timeout));
        try (var client = new StreamingClient(endpoint)) {
            var shape = shape(model == null ? client.firstModel() : model);
            var bench =
                    new HttpBench(
                            client,
                            shape,
                            TokenRange.parse(promptTokens),
                            sharedPrefix,
                            seed == null ? System.nanoTime() : seed);
            var setting = bench.describe(Setting.of(CommandWords.of(spec)));
            setting.print(out);
            var report = bench.run(loads(), requests, warmUp, limits());
            report.print(out);
            json.write(report.toJson(setting));
            return report.anyFailed() ? 1 : 0;
        }
    }

    private List<Load> loads() {
        var chosen = users.isEmpty() && rates.isEmpty() ? List.of(1, 3, 32) : users;
        return Stream.<Load>concat(
                        chosen.stream().map(Load.Users::new), rates.stream().map(Load.Rate::new))
                .toList();
    }

    private RequestShape shape(String name) {
        return new RequestShape(
                name, maxTokens, fixedLength, temperature, Optional.ofNullable(effort), more());
    }

    private JsonObject more() {
        try (var reader = Json.createReader(new StringReader(extra))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new IllegalArgumentException("--extra must be a JSON object, got " + extra, e);
        }
    }

    private Optional<Goodput> limits() {
        var words = new ArrayList<String>();
        goodput.forEach(word -> words.addAll(List.of(word.strip().split("[ ,]+"))));
        return words.isEmpty() ? Optional.empty() : Optional.of(Goodput.parse(words));
    }

    private Optional<String> apiKey() {
        try {
            return apiKeyFile == null
                    ? Optional.ofNullable(System.getenv("REPARTEE_API_KEY"))
                    : Optional.of(Files.readString(apiKeyFile).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--api-key-file must name a file that can be read, got " + apiKeyFile, e);
        }
    }
}
