package org.repartee.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.repartee.engine.EngineLimits;
import org.repartee.engine.GenerationRequest;
import org.repartee.harmony.Effort;
import org.repartee.harmony.HarmonyParser;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.harmony.Message;
import org.repartee.harmony.Prompt;
import org.repartee.harmony.ReasoningReserve;
import org.repartee.runtime.ModelGeometry;
import org.repartee.tokenizer.Tokenizer;

/// What is to be generated, and how the tokens are to be read.
///
/// @param parser reads the tokens as harmony; absent when the prompt was given as ids
record Task(GenerationRequest request, Optional<HarmonyParser> parser) {

    private static final int STEP_TOKENS = 256;

    static Task ofIds(int[] ids, ModelGeometry geometry, SamplingOptions options) {
        return new Task(
                GenerationRequest.of(
                        ids,
                        options.sampling(),
                        options.maxTokens(),
                        Set.copyOf(geometry.stopIds())),
                Optional.empty());
    }

    static Task ofText(String text, Effort effort, Path folder, SamplingOptions options) {
        var tokenizer = Tokenizer.load(folder);
        var renderer = new HarmonyRenderer(tokenizer);
        var prompt =
                Prompt.of(LocalDate.now(ZoneOffset.UTC), effort, List.of(new Message.User(text)));
        var request =
                new GenerationRequest(
                        renderer.render(prompt),
                        options.sampling(),
                        0,
                        options.maxTokens(),
                        Arrays.stream(renderer.stopIds()).boxed().collect(Collectors.toSet()),
                        new ReasoningReserve(
                                tokenizer, options.maxTokens(), options.maxTokens() / 2),
                        Optional.empty(),
                        OptionalInt.empty());
        return new Task(request, Optional.of(new HarmonyParser(tokenizer)));
    }

    EngineLimits limits(ModelGeometry geometry) {
        var length = geometry.maxPositions();
        return new EngineLimits(1, STEP_TOKENS, length, 1, length);
    }
}
