package org.repartee.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.repartee.engine.sampling.Sampler;
import org.repartee.engine.sampling.Sampling;
import org.repartee.engine.sampling.SamplingState;
import org.repartee.runtime.Logits;

/// What requests to the scripted model are answered, and what they ought to be answered.
final class Answers {

    private Answers() {}

    /// All events of a generation.
    record Answer(List<GenerationEvent> events) {

        List<Integer> tokens() {
            return events.stream()
                    .filter(GenerationEvent.Token.class::isInstance)
                    .map(event -> ((GenerationEvent.Token) event).id())
                    .toList();
        }

        GenerationEvent end() {
            return events.getLast();
        }

        FinishReason reason() {
            return ((GenerationEvent.Finished) end()).reason();
        }

        RuntimeException cause() {
            return ((GenerationEvent.Failed) end()).cause();
        }

        Timeline timeline() {
            return switch (end()) {
                case GenerationEvent.Finished(_, var timeline) -> timeline;
                case GenerationEvent.Failed(_, var timeline) -> timeline;
                case GenerationEvent.Token token -> throw new AssertionError(token);
            };
        }
    }

    /// Takes events until the last one, on a virtual thread.
    static CompletableFuture<Answer> collect(Generation generation) {
        var answer = new CompletableFuture<Answer>();
        Thread.startVirtualThread(() -> {
            var events = new ArrayList<GenerationEvent>();
            try {
                do {
                    events.add(generation.next());
                } while (events.getLast() instanceof GenerationEvent.Token);
                answer.complete(new Answer(events));
            } catch (InterruptedException interrupted) {
                answer.completeExceptionally(interrupted);
            }
        });
        return answer;
    }

    static Answer await(Generation generation) {
        return await(collect(generation));
    }

    static Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("a generation did not end", failure);
        }
    }

    /// The tokens by definition: one sequence alone, no cache, no batch. No guide.
    static List<Integer> expected(GenerationRequest request) {
        var sampler = new Sampler(ScriptedModel.VOCABULARY);
        var state =
                new SamplingState(
                        request.sampling(),
                        request.prompt(),
                        request.minTokens(),
                        request.stopIds(),
                        request.topLogprobs());
        var length = request.prompt().length;
        var history = Arrays.copyOf(request.prompt(), length + request.maxTokens());
        var answer = new ArrayList<Integer>();
        while (answer.size() < request.maxTokens()) {
            var row = ScriptedCache.logitsAfter(history, length);
            var logits = new Logits(row, 1, ScriptedModel.VOCABULARY);
            var token = sampler.sample(logits, 0, state).token();
            state.accept(token);
            history[length++] = token;
            answer.add(token);
            if (request.stopIds().contains(token)) {
                return answer;
            }
        }
        return answer;
    }

    /// `length` tokens that differ from those of other seeds.
    static int[] prompt(int seed, int length) {
        var prompt = new int[length];
        for (var i = 0; i < length; i++) {
            prompt[i] = Math.floorMod((seed * 31 + i) * 0x9E3779B9 >>> 7, ScriptedModel.VOCABULARY);
        }
        return prompt;
    }

    static GenerationRequest greedy(int[] prompt, int maxTokens) {
        return GenerationRequest.of(prompt, Sampling.greedy(), maxTokens, Set.of());
    }

    static GenerationRequest guided(int[] prompt, int maxTokens, IntFunction<int[]> guide) {
        return new GenerationRequest(
                prompt,
                Sampling.greedy(),
                0,
                maxTokens,
                Set.of(),
                guide,
                Optional.empty(),
                OptionalInt.empty());
    }

    static GenerationRequest timed(int[] prompt, int maxTokens, Duration timeout) {
        return new GenerationRequest(
                prompt,
                Sampling.greedy(),
                0,
                maxTokens,
                Set.of(),
                GenerationRequest.NO_GUIDE,
                Optional.of(timeout),
                OptionalInt.empty());
    }
}
