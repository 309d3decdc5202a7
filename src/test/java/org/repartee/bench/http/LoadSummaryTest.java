package org.repartee.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.repartee.bench.http.CompletedRequest.Tokens;

/// Two requests whose moments are known to the nanosecond.
class LoadSummaryTest {

    private static final long MILLI = 1_000_000;

    /// Texts after 100, 110, 130 and 160 ms; ended after 170; 8 tokens.
    private static final CompletedRequest QUICK =
            request(1000, new long[] {100, 110, 130, 160}, 170, new Tokens(50, Optional.of(10), 8));

    /// Texts after 300 and 400 ms; ended after 500; 3 tokens.
    private static final CompletedRequest SLOW =
            request(2000, new long[] {300, 400}, 500, new Tokens(150, Optional.of(0), 3));

    private final LoadSummary summary =
            summary(
                    Optional.of(Goodput.parse(List.of("ttft:250", "tpot:50"))),
                    new Outcome.Completed(QUICK),
                    new Outcome.Failed("HTTP 503", "full"),
                    new Outcome.Completed(SLOW),
                    new Outcome.Failed("HTTP 503", "still full"));

    @Test
    void quantitiesAreVllms() {
        assertThat(summary.ttft().mean()).isEqualTo(200);
        assertThat(summary.ttft().percentile(95)).isEqualTo(290);
        assertThat(summary.e2el().max()).isEqualTo(500);
        // (170 - 100) / 7 and (500 - 300) / 2
        assertThat(summary.tpot().min()).isEqualTo(10);
        assertThat(summary.tpot().max()).isEqualTo(100);
        // 10, 20, 30 and 100
        assertThat(summary.itl().count()).isEqualTo(4);
        assertThat(summary.itl().median()).isEqualTo(25);
        assertThat(summary.itl().mean()).isEqualTo(40);
    }

    @Test
    void throughputCountsWhatWasCompleted() {
        assertThat(summary.completed()).isEqualTo(2);
        assertThat(summary.requestsPerSecond()).isEqualTo(0.5);
        assertThat(summary.outputTokensPerSecond()).isEqualTo(2.75);
        assertThat(summary.totalTokensPerSecond()).isEqualTo((200 + 11) / 4.0);
        assertThat(summary.cachedTokens()).hasValue(10);
    }

    @Test
    void failuresAreCountedByKind() {
        assertThat(summary.failures()).isEqualTo(Map.of("HTTP 503", 2));
        assertThat(summary.examples()).isEqualTo(Map.of("HTTP 503", "full"));
        assertThat(summary.failed()).isEqualTo(2);
    }

    @Test
    void aRequestIsGoodIfItKeepsEveryLimit() {
        assertThat(summary.good()).hasValue(1);
        assertThat(summary.goodput()).hasValue(0.25);
        assertThat(good("ttft:250")).hasValue(1);
        assertThat(good("tpot:9")).hasValue(0);
        assertThat(good("e2el:500")).hasValue(2);
    }

    @Test
    void oneTokenHasNoTimePerOutputToken() {
        var one = request(0, new long[] {5}, 6, new Tokens(1, Optional.empty(), 1));
        var summary = summary(Optional.empty(), new Outcome.Completed(one));
        assertThat(summary.tpot().isEmpty()).isTrue();
        assertThat(summary.itl().isEmpty()).isTrue();
        assertThat(summary.cachedTokens()).isEmpty();
        assertThat(summary.good()).isEmpty();
    }

    @Test
    void theServersShareIsWhatTheEngineDidNotTake() {
        var told =
                new CompletedRequest(
                        0,
                        new long[] {100 * MILLI},
                        200 * MILLI,
                        new Tokens(1, Optional.empty(), 1),
                        Optional.of(new ServerTimings(1.5, 99, 0.5, 10, 0.25, 4)));
        var share =
                summary(Optional.empty(), new Outcome.Completed(told), new Outcome.Completed(QUICK))
                        .server()
                        .orElseThrow();
        assertThat(share.accepted().median()).isEqualTo(1.5);
        assertThat(share.firstToken().median()).isEqualTo(2);
        // the client saw 100 ms, of which the engine took 99 - 1.5 - 0.5
        assertThat(share.firstTokenBound().median()).isEqualTo(3);
        assertThat(share.delivery().mean()).isEqualTo(0.25);
        assertThat(share.pieces()).isEqualTo(10);
        assertThat(share.slowest()).isEqualTo(4);
    }

    @Test
    void theReportHasAColumnForEachLoad() {
        var words = new StringWriter();
        var report = new LoadReport(List.of(summary, summary), Optional.empty());
        report.print(new PrintWriter(words));
        assertThat(words.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "3 users 3 users",
                        "TTFT ms p95 290.0 290.0",
                        "ITL ms mean 40.0 40.0",
                        "of these from the prefix cache 5.0 % 5.0 %",
                        "3 users: 2 x HTTP 503, for example: full")
                .noneMatch(line -> line.startsWith("server:"));
        assertThat(report.anyFailed()).isTrue();
    }

    @Test
    void jsonHoldsTheSameNumbers() {
        var json = summary.toJson().build();
        assertThat(json.getString("load")).isEqualTo("3 users");
        assertThat(json.getJsonObject("ttft_ms").getJsonNumber("p95").doubleValue()).isEqualTo(290);
        assertThat(json.getJsonNumber("output_tokens_per_s").doubleValue()).isEqualTo(2.75);
        assertThat(json.getJsonObject("failures").getInt("HTTP 503")).isEqualTo(2);
        assertThat(json.getJsonNumber("goodput_requests_per_s").doubleValue()).isEqualTo(0.25);
    }

    private static OptionalInt good(String limit) {
        return summary(
                        Optional.of(Goodput.parse(List.of(limit))),
                        new Outcome.Completed(QUICK),
                        new Outcome.Completed(SLOW))
                .good();
    }

    private static LoadSummary summary(Optional<Goodput> limits, Outcome... outcomes) {
        var result = new LoadRun.Result(List.of(outcomes), Duration.ofSeconds(4));
        return LoadSummary.of(new Load.Users(3), result, limits);
    }

    private static CompletedRequest request(long sent, long[] texts, long ended, Tokens tokens) {
        var stamps = new long[texts.length];
        for (var i = 0; i < texts.length; i++) {
            stamps[i] = (sent + texts[i]) * MILLI;
        }
        return new CompletedRequest(
                sent * MILLI, stamps, (sent + ended) * MILLI, tokens, Optional.empty());
    }
}
