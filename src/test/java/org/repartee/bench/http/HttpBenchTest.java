package org.repartee.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpBenchTest {

    private static final RequestShape SHAPE =
            new RequestShape("m", 7, true, 0, Optional.of("low"), JsonObject.EMPTY_JSON_OBJECT);

    /// 10 tokens of template, 2 per word.
    private static final PromptLengths LENGTHS = new PromptLengths(10, 2);

    @Test
    void aPromptHasTheWantedLengthByTheServersCount() {
        var prompts = new Prompts(1, new TokenRange(30, 30), 0, LENGTHS);
        assertThat(prompts.of(0).split(" ")).hasSize(10);
        assertThat(LENGTHS.words(5)).isEqualTo(1);
    }

    @Test
    void promptsAreTheSameForTheSameSeedAndDifferentOtherwise() {
        var prompts = new Prompts(1, new TokenRange(100, 200), 0, LENGTHS);
        var again = new Prompts(1, new TokenRange(100, 200), 0, LENGTHS);
        var other = new Prompts(2, new TokenRange(100, 200), 0, LENGTHS);
        assertThat(prompts.of(5)).isEqualTo(again.of(5)).isNotEqualTo(other.of(5));
        assertThat(prompts.of(5)).isNotEqualTo(prompts.of(6));
        assertThat(firstWords(prompts.of(5))).isNotEqualTo(firstWords(prompts.of(6)));
    }

    @Test
    void aSharedPrefixIsSharedAndTheRestIsNot() {
        var prompts = new Prompts(1, new TokenRange(60, 60), 40, LENGTHS);
        var one = List.of(prompts.of(0).split(" "));
        var two = List.of(prompts.of(1).split(" "));
        assertThat(one).hasSize(25);
        assertThat(one.subList(0, 15)).isEqualTo(two.subList(0, 15));
        assertThat(one.subList(15, 25)).isNotEqualTo(two.subList(15, 25));
        assertThatThrownBy(() -> new Prompts(1, new TokenRange(60, 60), 60, LENGTHS))
                .hasMessageContaining(
                        "--shared-prefix must be at least 0 and below --prompt-tokens 60, got 60");
    }

    @Test
    void lengthsAreMeasuredByTheServersOwnUsage() throws IOException {
        try (var server = new ScriptedServer();
                var client = client(server)) {
            server.answer(ScriptedServer.whole(200, "{\"usage\":{\"prompt_tokens\":60}}"));
            assertThat(PromptLengths.measure(client, SHAPE)).isEqualTo(new PromptLengths(60, 0));
            var probe = body(server.requests().get(1));
            assertThat(probe.getInt("max_tokens")).isEqualTo(1);
            assertThat(probe).doesNotContainKey("stream");
            assertThat(prompt(probe).split(" ")).hasSize(220);
            server.answer(ScriptedServer.whole(200, "{}"));
            assertThatThrownBy(() -> PromptLengths.measure(client, SHAPE))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("tells no usage.prompt_tokens");
        }
    }

    @Test
    void usersAskAgainUntilAllRequestsAreSent() throws Exception {
        try (var server = new ScriptedServer();
                var client = client(server)) {
            server.answer(
                    ScriptedServer.stream(
                            Duration.ofMillis(5),
                            "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                            "[DONE]"));
            var prompts = new Prompts(1, new TokenRange(30, 30), 0, LENGTHS);
            var result = new LoadRun(client, SHAPE, prompts, 4, 11).under(new Load.Users(3));
            assertThat(result.outcomes()).hasSize(11).allMatch(Outcome.Completed.class::isInstance);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(server.requests().stream().map(request -> prompt(body(request))))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(4, 15).mapToObj(prompts::of).toList());
            assertThat(result.duration()).isGreaterThan(Duration.ofMillis(4 * 5));
        }
    }

    @Test
    void eachLoadIsWarmedUpAndNoPromptIsSentTwice() throws Exception {
        try (var server = new ScriptedServer();
                var client = client(server)) {
            server.answer(
                    ScriptedServer.stream(
                            Duration.ZERO,
                            "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                            "[DONE]"));
            var prompts = new Prompts(1, new TokenRange(30, 30), 0, LENGTHS);
            var bench = new HttpBench(client, SHAPE, prompts.length(), 0, 1);
            var loads = List.<Load>of(new Load.Users(2), new Load.Rate(500));
            var summaries = bench.run(prompts, loads, 5, 9, Optional.empty()).loads();
            assertThat(summaries).extracting(LoadSummary::completed).containsExactly(5, 5);
            assertThat(summaries).extracting(LoadSummary::load).containsExactly("2 users", "500/s");
            assertThat(server.requests()).hasSize((9 + 5) + (64 + 5));
            assertThat(server.requests().stream().map(request -> prompt(body(request))))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aRateSendsRequestsWithoutWaitingForAnswers() throws Exception {
        try (var server = new ScriptedServer();
                var client = client(server)) {
            server.answer(
                    ScriptedServer.stream(
                            Duration.ofMillis(150),
                            "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                            "[DONE]"));
            var prompts = new Prompts(1, new TokenRange(30, 30), 0, LENGTHS);
            var result = new LoadRun(client, SHAPE, prompts, 0, 20).under(new Load.Rate(400));
            assertThat(result.outcomes()).hasSize(20).allMatch(Outcome.Completed.class::isInstance);
            // One after the other they would take 20 times 150 ms.
            assertThat(result.duration()).isLessThan(Duration.ofMillis(3000));
            assertThat(server.connections()).isGreaterThan(3);
        }
    }

    @Test
    void aRequestAsksForWhatTheShapeSays() {
        var body = Json.createReader(new StringReader(SHAPE.body("hello"))).readObject();
        assertThat(body.toString())
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"temperature\":0.0,\"reasoning_effort\":\"low\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":7,\"min_tokens\":7}");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1, http://h:1/v1",
        "http://h:1/, http://h:1/v1",
        "https://h/v1, https://h/v1",
        "http://h/proxy/v1/, http://h/proxy/v1",
    })
    void aUrlMayHaveThePathOrNot(String given, String base) {
        assertThat(Endpoint.of(given, Optional.empty(), Duration.ofSeconds(1)).base())
                .hasToString(base);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080", "ftp://h", "http:///v1"})
    void aUrlThatIsNoneIsNamed(String given) {
        assertThatThrownBy(() -> Endpoint.of(given, Optional.empty(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(given);
    }

    @ParameterizedTest
    @CsvSource({"0", "20-10", "a", "5-", "1-2-3"})
    void aRangeThatIsNoneIsNamed(String given) {
        assertThatThrownBy(() -> TokenRange.parse(given)).hasMessageContaining(given);
    }

    @Test
    void limitsThatAreNoneAreNamed() {
        assertThatThrownBy(() -> Goodput.parse(List.of("ttft:8", "itl:5")))
                .hasMessage("--goodput must hold ttft:MS, tpot:MS or e2el:MS, got itl:5");
        assertThat(Goodput.parse(List.of("TPOT:50", "ttft:800"))).hasToString("ttft<=800 tpot<=50");
    }

    private static StreamingClient client(ScriptedServer server) {
        return new StreamingClient(
                Endpoint.of(server.url(), Optional.empty(), Duration.ofSeconds(10)));
    }

    private static JsonObject body(String request) {
        return Json.createReader(new StringReader(request.substring(request.indexOf("\n\n") + 2)))
                .readObject();
    }

    private static String prompt(JsonObject body) {
        return body.getJsonArray("messages").getJsonObject(0).getString("content");
    }

    private static List<String> firstWords(String prompt) {
        return List.of(prompt.split(" ")).subList(0, 4);
    }
}
