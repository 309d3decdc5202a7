package org.repartee.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.repartee.chat.Effort;
import org.repartee.chat.Options;

/// Reads how the answer is to be made: OpenAI's sampling fields, and vLLM's `top_k`, `min_tokens`
/// and `repetition_penalty`.
final class OptionFields {

    private static final Range PENALTY = Range.closed(-2, 2);
    private static final int MOST_STOPS = 4;
    private static final int LONGEST_STOP = 256;
    private static final int MOST_BIASES = 1024;
    private static final int MOST_TOP_LOGPROBS = 20;

    private OptionFields() {}

    /// @param mostTokens longest answer that the server gives
    static Options options(Fields fields, int mostTokens) {
        var standard = Options.DEFAULTS;
        var maxTokens = maxTokens(fields, mostTokens);
        return new Options(
                fields.optional("reasoning_effort")
                        .map(OptionFields::effort)
                        .orElse(standard.effort()),
                maxTokens,
                minTokens(fields, maxTokens),
                decimal(fields, "temperature", Range.closed(0, 2), standard.temperature()),
                decimal(fields, "top_p", Range.leftOpen(0, 1), standard.topP()),
                fields.optional("top_k").map(OptionFields::topK).orElse(standard.topK()),
                fields.optional("seed")
                        .map(seed -> OptionalLong.of(seed.integer(Long.MIN_VALUE, Long.MAX_VALUE)))
                        .orElse(standard.seed()),
                decimal(fields, "presence_penalty", PENALTY, standard.presencePenalty()),
                decimal(fields, "frequency_penalty", PENALTY, standard.frequencyPenalty()),
                decimal(
                        fields,
                        "repetition_penalty",
                        Range.leftOpen(0, 2),
                        standard.repetitionPenalty()),
                fields.optional("logit_bias").map(OptionFields::logitBias).orElse(Map.of()),
                fields.optional("stop").map(OptionFields::stop).orElse(List.of()),
                topLogprobs(fields));
    }

    private static float decimal(Fields fields, String name, Range range, float standard) {
        return fields.optional(name).map(field -> field.decimal(range)).orElse(standard);
    }

    static Effort effort(Field field) {
        var names = List.of("low", "medium", "high");
        return Effort.of(field.oneOf(names)).orElseThrow();
    }

    /// `max_tokens` is the older name of `max_completion_tokens`.
    private static OptionalInt maxTokens(Fields fields, int most) {
        var older = fields.optional("max_tokens").map(field -> field.integer(1, most));
        var newer = fields.optional("max_completion_tokens").map(field -> field.integer(1, most));
        if (older.isPresent() && newer.isPresent() && !older.equals(newer)) {
            throw ApiFailure.invalid(
                    "max_tokens",
                    "invalid_value",
                    "max_tokens must equal max_completion_tokens %d when both are given, got %d"
                            .formatted(newer.get(), older.get()));
        }
        return toInt(newer.or(() -> older));
    }

    private static int minTokens(Fields fields, OptionalInt maxTokens) {
        var most = maxTokens.orElse(Integer.MAX_VALUE);
        return fields.optional("min_tokens").map(field -> field.integer(0, most)).orElse(0);
    }

    /// vLLM writes "no limit" as 0 or -1.
    private static int topK(Field field) {
        return Math.max(0, field.integer(-1, Integer.MAX_VALUE));
    }

    private static List<String> stop(Field field) {
        if (field.isText()) {
            return List.of(field.text(LONGEST_STOP));
        }
        if (!field.isList()) {
            throw field.mistyped("a string or an array of strings");
        }
        var list = field.list();
        if (list.size() > MOST_STOPS) {
            throw field.refused(
                    "array_above_max_length",
                    "must have at most " + MOST_STOPS + " strings, got " + list.size());
        }
        return list.stream().map(stop -> stop.text(LONGEST_STOP)).toList();
    }

    private static Map<Integer, Float> logitBias(Field field) {
        var biases = field.object();
        var entries = biases.json();
        if (entries.size() > MOST_BIASES) {
            throw field.invalid(
                    "must have at most " + MOST_BIASES + " tokens, got " + entries.size());
        }
        var map = new LinkedHashMap<Integer, Float>();
        for (var key : entries.keySet()) {
            if (!key.matches("\\d{1,9}")) {
                throw field.invalid("must have token ids as keys, got \"" + key + "\"");
            }
            var bias = biases.required(key).decimal(Range.closed(-100, 100));
            map.put(Integer.parseInt(key), bias);
        }
        return map;
    }

    private static OptionalInt topLogprobs(Fields fields) {
        var wanted = fields.optional("logprobs").map(Field::bool).orElse(false);
        var top = fields.optional("top_logprobs");
        if (!wanted && top.isPresent()) {
            throw top.get().invalid("is only allowed when logprobs is true");
        }
        return wanted
                ? OptionalInt.of(top.map(f -> f.integer(0, MOST_TOP_LOGPROBS)).orElse(0))
                : OptionalInt.empty();
    }

    private static OptionalInt toInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
