package org.repartee.bench.http;

import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// A request that was answered to its end, and when what came of it. All durations are
/// milliseconds.
public final class CompletedRequest {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long sent;
    private final long[] texts;
    private final long ended;
    private final Tokens tokens;
    private final Optional<ServerTimings> server;

    /// Token counts as the server tells them.
    ///
    /// @param cached prompt tokens that came from its prefix cache; absent if it does not tell
    record Tokens(int prompt, Optional<Integer> cached, int output) {}

    /// @param sent stamp of `System.nanoTime()` before the request was written
    /// @param texts stamps of the chunks with text, at least one, ascending
    /// @param ended stamp of the last event before `[DONE]`
    CompletedRequest(
            long sent, long[] texts, long ended, Tokens tokens, Optional<ServerTimings> server) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("a completed request must have a text, got none");
        }
        this.sent = sent;
        this.texts = texts.clone();
        this.ended = ended;
        this.tokens = tokens;
        this.server = server;
    }

    Tokens tokens() {
        return tokens;
    }

    Optional<ServerTimings> server() {
        return server;
    }

    /// Time to first token.
    double ttft() {
        return millis(texts[0] - sent);
    }

    /// Time per output token after the first; none if there was only one.
    DoubleStream tpot() {
        return tokens.output() < 2
                ? DoubleStream.empty()
                : DoubleStream.of((e2el() - ttft()) / (tokens.output() - 1));
    }

    /// End-to-end latency.
    double e2el() {
        return millis(ended - sent);
    }

    /// The gaps between chunks with text.
    DoubleStream itl() {
        return IntStream.range(1, texts.length).mapToDouble(i -> millis(texts[i] - texts[i - 1]));
    }

    private static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }
}
