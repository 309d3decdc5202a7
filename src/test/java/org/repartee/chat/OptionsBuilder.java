package org.repartee.chat;

import java.util.List;
import java.util.OptionalInt;

/// Options that differ from the defaults in what a test is about.
final class OptionsBuilder {

    private float temperature = 0f;
    private List<String> stop = List.of();
    private OptionalInt maxTokens = OptionalInt.empty();
    private OptionalInt topLogprobs = OptionalInt.empty();

    OptionsBuilder temperature(float value) {
        temperature = value;
        return this;
    }

    OptionsBuilder stop(List<String> value) {
        stop = value;
        return this;
    }

    OptionsBuilder maxTokens(OptionalInt value) {
        maxTokens = value;
        return this;
    }

    OptionsBuilder topLogprobs(int value) {
        topLogprobs = OptionalInt.of(value);
        return this;
    }

    Options build() {
        var d = Options.DEFAULTS;
        return new Options(
                d.effort(),
                maxTokens,
                d.minTokens(),
                temperature,
                d.topP(),
                d.topK(),
                d.seed(),
                d.presencePenalty(),
                d.frequencyPenalty(),
                d.repetitionPenalty(),
                d.logitBias(),
                stop,
                topLogprobs);
    }
}
