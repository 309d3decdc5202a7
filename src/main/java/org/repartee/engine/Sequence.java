package org.repartee.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.repartee.engine.kv.BlockTable;
import org.repartee.engine.sampling.Sampled;
import org.repartee.engine.sampling.SamplingState;
import org.repartee.engine.sampling.TokenLogprobs;

/// One request on its way: its tokens, its blocks, how many tokens are computed, and its history.
///
/// Owned by the engine thread once submitted; only [#hasEnded] may be asked by others.
final class Sequence {

    private final GenerationRequest request;
    private final int vocabularySize;
    private final SamplingState sampling;
    private final Generation generation;
    private final long submitted;
    private final long timeout;
    private int[] tokens;
    private int length;
    private int computed;
    private int inFlight;
    private Optional<BlockTable> table = Optional.empty();
    private OptionalLong scheduled = OptionalLong.empty();
    private long firstToken;
    private long lastToken;
    private int cachedTokens;
    private int preemptions;
    private volatile boolean ended;

    /// @param cancel called, on any thread, when the caller closes the generation before its end
    Sequence(GenerationRequest request, int vocabularySize, Consumer<Sequence> cancel) {
        this.request = request;
        this.vocabularySize = vocabularySize;
        submitted = System.nanoTime();
        timeout = request.timeout().map(TimeUnit.NANOSECONDS::convert).orElse(Long.MAX_VALUE);
        sampling =
                new SamplingState(
                        request.sampling(),
                        request.prompt(),
                        request.minTokens(),
                        request.stopIds(),
                        request.topLogprobs());
        generation = new Generation(() -> cancel.accept(this));
        tokens = request.prompt();
        length = tokens.length;
    }

    Generation generation() {
        return generation;
    }

    SamplingState sampling() {
        return sampling;
    }

    /// Prompt and generated tokens; only the first [#length] entries count.
    int[] tokens() {
        return tokens;
    }

    int length() {
        return length;
    }

    int promptLength() {
        return request.prompt().length;
    }

    /// Tokens from the start whose keys and values are in the cache.
    int computed() {
        return computed;
    }

    /// True between a step's launch and its end if the sequence is part of it.
    boolean isInFlight() {
        return inFlight > 0;
    }

    /// Tokens that are computed once the step in flight is done.
    int nextToCompute() {
        return computed + inFlight;
    }

    /// Tokens that are known once the step in flight is done.
    int foreseenLength() {
        return length + (awaitsToken() ? 1 : 0);
    }

    /// Tokens that the steps after the one in flight have to compute.
    int uncomputed() {
        return foreseenLength() - nextToCompute();
    }

    /// True if the step in flight, unless it fails, gives the last token that the request allows.
    boolean endsInFlight() {
        return awaitsToken() && sampling.generated() + 1 == request.maxTokens();
    }

    private boolean awaitsToken() {
        return inFlight > 0 && computed + inFlight == length;
    }

    /// How many more tokens at the beginning of `other` will be computed when the step in flight is
    /// done.
    int computesFor(Sequence other) {
        if (inFlight <= 1) {
            return 0;
        }
        var mismatch = Arrays.mismatch(tokens, 0, nextToCompute(), other.tokens, 0, other.length);
        return Math.max(0, (mismatch < 0 ? nextToCompute() : mismatch) - computed);
    }

    /// True if it holds blocks.
    boolean isRunning() {
        return table.isPresent();
    }

    Optional<BlockTable> table() {
        return table;
    }

    /// The blocks of a running sequence.
    BlockTable blocks() {
        return table.orElseThrow(() -> new IllegalStateException("the sequence does not run"));
    }

    boolean isOverdue(long now) {
        return now - submitted >= timeout;
    }

    boolean wasScheduled() {
        return scheduled.isPresent();
    }

    boolean hasEnded() {
        return ended;
    }

    /// Runs from now on, with these blocks.
    void run(BlockTable blocks, long now) {
        table = Optional.of(blocks);
        computed = blocks.cachedTokens();
        if (scheduled.isEmpty()) {
            scheduled = OptionalLong.of(now);
            cachedTokens = blocks.cachedTokens();
        }
    }

    /// Waits again, with all its tokens still to compute.
    void preempt() {
        table = Optional.empty();
        computed = 0;
        preemptions++;
    }

    /// The step that was launched computes the next `count` tokens.
    void launched(int count) {
        inFlight = count;
    }

    /// The step in flight is done.
    void landed() {
        computed += inFlight;
        inFlight = 0;
    }

    /// Takes the sampled token and what the guide makes follow it.
    ///
    /// @param now a stamp of `System.nanoTime()`
    /// @return why the generation ends here, if it does
    Optional<FinishReason> accept(Sampled sampled, long now, Outbox outbox) {
        if (sampling.generated() == 0) {
            firstToken = now;
        }
        lastToken = now;
        var end = append(sampled.token(), sampled.logprobs(), outbox);
        if (end.isPresent()) {
            return end;
        }
        for (var forced : request.guide().apply(sampled.token())) {
            if (forced < 0 || forced >= vocabularySize) {
                throw new IllegalArgumentException(
                        "guide must return token ids within [0, %d), got %d"
                                .formatted(vocabularySize, forced));
            }
            end = append(forced, Optional.empty(), outbox);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<FinishReason> append(
            int token, Optional<TokenLogprobs> logprobs, Outbox outbox) {
        if (length == tokens.length || tokens == request.prompt()) {
            var room = Math.min(request.maxTokens(), Math.max(length, 64));
            tokens = Arrays.copyOf(tokens, length + room);
        }
        tokens[length++] = token;
        sampling.accept(token);
        outbox.add(generation, new GenerationEvent.Token(token, logprobs, lastToken));
        if (sampling.stops(token)) {
            return Optional.of(FinishReason.STOP);
        }
        return sampling.generated() == request.maxTokens()
                ? Optional.of(FinishReason.LENGTH)
                : Optional.empty();
    }

    void finish(FinishReason reason, Outbox outbox) {
        end(new GenerationEvent.Finished(reason, timeline()), outbox);
    }

    void fail(RuntimeException cause, Outbox outbox) {
        end(new GenerationEvent.Failed(cause, timeline()), outbox);
    }

    private void end(GenerationEvent event, Outbox outbox) {
        if (ended) {
            throw new IllegalStateException("the generation has ended already, before " + event);
        }
        ended = true;
        inFlight = 0;
        table = Optional.empty();
        outbox.add(generation, event);
    }

    private Timeline timeline() {
        var isAnswered = sampling.generated() > 0;
        return new Timeline(
                submitted,
                scheduled,
                isAnswered ? OptionalLong.of(firstToken) : OptionalLong.empty(),
                isAnswered ? OptionalLong.of(lastToken) : OptionalLong.empty(),
                System.nanoTime(),
                promptLength(),
                cachedTokens,
                sampling.generated(),
                preemptions);
    }
}
