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
    private Optional<BlockTable> table = Optional.empty();
    private OptionalLong scheduled = OptionalLong.empty();
    private OptionalLong firstToken = OptionalLong.empty();
    private OptionalLong lastToken = OptionalLong.empty();
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

    int uncomputed() {
        return length - computed;
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

    /// `count` more tokens are in the cache.
    void advance(int count) {
        computed += count;
    }

    /// Takes the sampled token and what the guide makes follow it.
    ///
    /// @return why the generation ends here, if it does
    Optional<FinishReason> accept(Sampled sampled) {
        var end = append(sampled.token(), sampled.logprobs());
        if (end.isPresent()) {
            return end;
        }
        for (var forced : request.guide().apply(sampled.token())) {
            if (forced < 0 || forced >= vocabularySize) {
                throw new IllegalArgumentException(
                        "guide must return token ids within [0, %d), got %d"
                                .formatted(vocabularySize, forced));
            }
            end = append(forced, Optional.empty());
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<FinishReason> append(int token, Optional<TokenLogprobs> logprobs) {
        if (length == tokens.length || tokens == request.prompt()) {
            var room = Math.min(request.maxTokens(), Math.max(length, 64));
            tokens = Arrays.copyOf(tokens, length + room);
        }
        tokens[length++] = token;
        sampling.accept(token);
        var now = System.nanoTime();
        lastToken = OptionalLong.of(now);
        if (firstToken.isEmpty()) {
            firstToken = lastToken;
        }
        generation.deliver(new GenerationEvent.Token(token, logprobs, now));
        if (sampling.stops(token)) {
            return Optional.of(FinishReason.STOP);
        }
        return sampling.generated() == request.maxTokens()
                ? Optional.of(FinishReason.LENGTH)
                : Optional.empty();
    }

    void finish(FinishReason reason) {
        end(new GenerationEvent.Finished(reason, timeline()));
    }

    void fail(RuntimeException cause) {
        end(new GenerationEvent.Failed(cause, timeline()));
    }

    private void end(GenerationEvent event) {
        if (ended) {
            throw new IllegalStateException("the generation has ended already, before " + event);
        }
        ended = true;
        table = Optional.empty();
        generation.deliver(event);
    }

    private Timeline timeline() {
        return new Timeline(
                submitted,
                scheduled,
                firstToken,
                lastToken,
                System.nanoTime(),
                promptLength(),
                cachedTokens,
                sampling.generated(),
                preemptions);
    }
}
