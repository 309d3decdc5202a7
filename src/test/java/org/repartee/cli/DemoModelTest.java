package org.repartee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.repartee.cli.DemoModel.Sample;
import org.repartee.engine.Engine;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.GenerationEvent;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.Timeline;
import org.repartee.engine.sampling.Sampling;
import org.repartee.harmony.Effort;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.harmony.Message;
import org.repartee.harmony.Prompt;
import org.repartee.runtime.CpuModel;
import org.repartee.tokenizer.Tokenizer;

/// The checked-in model, exported and run by the product, beside the PyTorch code that trained it.
class DemoModelTest {

    private static final LocalDate DATE_OF_SAMPLES = LocalDate.of(2026, 11, 23);

    static Stream<Sample> samples() {
        return DemoModel.samples().stream();
    }

    /// The samples without functions: those the renderer is given as a plain chat.
    static Stream<Sample> plainChats() {
        return samples().filter(sample -> !sample.messages().getLast().contains("weather"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void generateGivesTheTokensOfTheTrainingCode(Sample sample) {
        var ids = sample.prompt().stream().map(String::valueOf).collect(Collectors.joining(","));
        var json = generate("--prompt-ids", ids, "--temperature", "0", "--json");
        try (var reader = Json.createReader(new StringReader(json))) {
            var answer = reader.readObject();
            assertThat(DemoModel.ints(answer.getJsonArray("tokens"))).isEqualTo(sample.greedy());
            assertThat(answer.getString("finish_reason")).isEqualTo("stop");
        }
    }

    @ParameterizedTest
    @MethodSource("plainChats")
    void promptsAreTheTokensThatItWasTrainedWith(Sample sample) {
        var messages = new ArrayList<Message>();
        for (var text : sample.messages()) {
            messages.add(
                    messages.size() % 2 == 0
                            ? new Message.User(text)
                            : new Message.Assistant("", text, List.of()));
        }
        var effort = Effort.valueOf(sample.effort().toUpperCase(Locale.ROOT));
        var prompt = Prompt.of(DATE_OF_SAMPLES, effort, messages);
        var rendered = new HarmonyRenderer(Tokenizer.load(DemoModel.folder())).render(prompt);
        assertThat(Arrays.stream(rendered).boxed()).isEqualTo(sample.prompt());
    }

    @Test
    void generateAnswersAText() {
        assertThat(generate("--prompt", "What is 12 + 7?", "--reasoning-effort", "low"))
                .contains("12 + 7 = 19.");
    }

    @Test
    void generateTellsTheLogitsOfThePromptsLastPosition() {
        var json = generate("--prompt-ids", "5,6,7", "--max-tokens", "1", "--json", "--logits");
        try (var reader = Json.createReader(new StringReader(json))) {
            var answer = reader.readObject();
            var logits =
                    answer.getJsonArray("logits").getValuesAs(JsonNumber.class).stream()
                            .mapToDouble(number -> number.doubleValue())
                            .toArray();
            assertThat(logits).hasSize(2048);
            var largest =
                    IntStream.range(0, logits.length)
                            .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                            .orElseThrow();
            assertThat(answer.getJsonArray("tokens").getInt(0)).isEqualTo(largest);
        }
    }

    /// What a laptop is promised, with much to spare on two quiet cores: medians are some 20 ms and
    /// 1,000 tokens per second.
    @Test
    void aPromptOf200TokensIsAnsweredWithin200MsAtFortyTokensPerSecond() throws Exception {
        var options = new CpuModel.Options(128, 16, 2);
        try (var model = CpuModel.load(DemoModel.folder(), options);
                var engine = new Engine(model, new EngineLimits(1, 256, 2048, 1, 2048))) {
            var firstTokens = new ArrayList<Double>();
            var rates = new ArrayList<Double>();
            for (var round = 0; round < 9; round++) {
                var timeline = timeline(engine, round);
                firstTokens.add(millis(timeline.submitted(), timeline.firstToken().orElseThrow()));
                var last = timeline.lastToken().orElseThrow();
                rates.add(99_000 / millis(timeline.firstToken().orElseThrow(), last));
            }
            System.out.printf(
                    "demo model: first token after %.0f ms, then %.0f tokens/s (medians of 9)%n",
                    median(firstTokens), median(rates));
            assertThat(median(firstTokens)).as("ms to the first token").isLessThan(200);
            assertThat(median(rates)).as("tokens per second").isGreaterThan(40);
        }
    }

    /// A prompt that no cache knows, and 100 tokens.
    private static Timeline timeline(Engine engine, int round) throws InterruptedException {
        var prompt = IntStream.range(0, 200).map(at -> 1 + (at * 7 + round * 131) % 1000).toArray();
        var request = GenerationRequest.of(prompt, Sampling.greedy(), 100, Set.of());
        try (var generation = engine.submit(request)) {
            while (true) {
                switch (generation.next()) {
                    case GenerationEvent.Token _ -> {}
                    case GenerationEvent.Finished(_, var timeline) -> {
                        return timeline;
                    }
                    case GenerationEvent.Failed(var cause, _) -> throw cause;
                }
            }
        }
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String generate(String... arguments) {
        var out = new StringWriter();
        var command =
                new ArrayList<>(List.of("generate", "--model", DemoModel.folder().toString()));
        command.addAll(List.of(arguments));
        var exit =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute(command.toArray(String[]::new));
        assertThat(exit).isZero();
        return out.toString();
    }
}
