package org.repartee.chat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.repartee.engine.EngineRefusal;
import org.repartee.engine.Generation;
import org.repartee.engine.GenerationRequest;
import org.repartee.engine.sampling.Sampling;
import org.repartee.harmony.Prompt;
import org.repartee.harmony.ReasoningReserve;

/// Starts generations: a prompt and its options as the engine wants them, its refusals as ours.
///
/// @param preparations step back for every request
record Generations(Model model, ChatLimits limits, Preparations preparations) {

    private static final int RETRY_AFTER_SECONDS = 2;

    /// @param clamp whether `max_tokens` yields to what is left of the context instead of breaking
    ///   it
    Generation start(Prompt prompt, Options options, boolean clamp) {
        var ids = model.renderer().render(prompt);
        return submit(ids, options, clamp, maxTokens -> reserve(maxTokens));
    }

    /// Goes on with an answer that has begun; nothing is reasoned any more.
    Generation onward(Prompt prompt, String begun, Options options) {
        var ids = model.renderer().onward(prompt, begun);
        return submit(ids, options, true, _ -> GenerationRequest.NO_GUIDE);
    }

    private IntFunction<int[]> reserve(int maxTokens) {
        return new ReasoningReserve(
                model.tokenizer(), maxTokens, Math.min(limits.answerReserve(), maxTokens / 2));
    }

    private Generation submit(
            int[] ids, Options options, boolean clamp, IntFunction<IntFunction<int[]>> guide) {
        try {
            var request = request(ids, options, clamp, guide);
            preparations.stepBack();
            return model.engine().submit(request);
        } catch (EngineRefusal refusal) {
            throw failure(refusal);
        } catch (IllegalArgumentException invalid) {
            throw new ChatFailure.Invalid(fieldOf(invalid), invalid);
        }
    }

    private GenerationRequest request(
            int[] prompt, Options options, boolean clamp, IntFunction<IntFunction<int[]>> guide) {
        var maxTokens = maxTokens(prompt.length, options, clamp);
        return new GenerationRequest(
                prompt,
                sampling(options),
                options.minTokens(),
                maxTokens,
                Arrays.stream(model.renderer().stopIds()).boxed().collect(Collectors.toSet()),
                guide.apply(maxTokens),
                Optional.of(limits.timeout()),
                options.topLogprobs());
    }

    private int maxTokens(int promptTokens, Options options, boolean clamp) {
        var served = model.served();
        var left = served.maxModelLen() - promptTokens;
        var asked = options.maxTokens().orElse(Math.min(served.maxTokens(), Math.max(left, 1)));
        if (asked > served.maxTokens()) {
            throw new ChatFailure.Invalid(
                    "max_tokens",
                    "max_tokens must be at most " + served.maxTokens() + ", got " + asked);
        }
        var granted = clamp ? Math.min(asked, Math.max(left, 1)) : asked;
        if (granted > left) {
            throw new ChatFailure.PromptTooLong(
                    "the prompt has %d tokens and up to %d are to be generated, but the model's context is %d tokens"
                            .formatted(promptTokens, granted, served.maxModelLen()));
        }
        return granted;
    }

    private static Sampling sampling(Options options) {
        return new Sampling(
                options.temperature(),
                options.topP(),
                options.topK(),
                options.seed(),
                options.presencePenalty(),
                options.frequencyPenalty(),
                options.repetitionPenalty(),
                options.logitBias());
    }

    private static ChatFailure failure(EngineRefusal refusal) {
        var message = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case WAITING_REQUESTS, WAITING_TOKENS ->
                    new ChatFailure.Busy(message, RETRY_AFTER_SECONDS);
            case MODEL_LENGTH, KV_BLOCKS -> new ChatFailure.PromptTooLong(message);
            case RECOVERING, OUT_OF_ORDER, CLOSED -> new ChatFailure.NotReady(message);
        };
    }

    /// Messages of the engine's records begin with the field's name.
    private static String fieldOf(IllegalArgumentException invalid) {
        return String.valueOf(invalid.getMessage()).split("[\\s\\[]", 2)[0];
    }
}
