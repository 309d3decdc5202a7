package org.repartee.web;

import java.util.List;
import java.util.Map;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.ChatMessage;
import org.repartee.chat.Options;
import org.repartee.chat.Tool;
import org.repartee.chat.Turn;

/// A request to `POST /v1/chat/completions`, read and checked. See OpenAI's API reference,
/// <https://platform.openai.com/docs/api-reference/chat/create>.
///
/// @param tools what the model may call; empty when `tool_choice` is `none`
/// @param includeUsage whether a last chunk tells the usage
record ChatCompletionRequest(
        String model,
        List<ChatMessage> messages,
        List<Tool> tools,
        Options options,
        boolean stream,
        boolean includeUsage) {

    private static final int LONGEST_MODEL = 200;
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_METADATA_KEY = 64;
    private static final int LONGEST_METADATA = 512;

    /// Fields of OpenAI's schema that ask for what a text model on one's own machine does not do.
    private static final Map<String, String> UNSUPPORTED =
            Map.of(
                    "audio", "the model writes text",
                    "prediction", "there are no predicted outputs",
                    "web_search_options", "the server does not search the web",
                    "functions", "use tools",
                    "function_call", "use tool_choice",
                    "verbosity", "say it in the messages",
                    "moderation", "the server has no moderation");

    /// Reads a request.
    ///
    /// @param mostTokens longest answer that the server gives
    /// @throws ApiFailure 400 naming the first field that breaks a rule
    static ChatCompletionRequest of(Fields fields, int mostTokens) {
        var stream = fields.optional("stream").map(Field::bool).orElse(false);
        var request =
                new ChatCompletionRequest(
                        fields.required("model").text(LONGEST_MODEL),
                        MessageFields.messages(fields.required("messages")),
                        ToolFields.tools(fields),
                        OptionFields.options(fields, mostTokens),
                        stream,
                        includeUsage(fields, stream));
        checkConstants(fields);
        fields.optional("metadata").map(Field::object).ifPresent(f -> checkMetadata(f));
        fields.refuseOthers(UNSUPPORTED);
        return request;
    }

    Turn turn(Caller caller, Arrival arrival) {
        return new Turn(caller, arrival, messages, tools, options, stream);
    }

    private static boolean includeUsage(Fields fields, boolean stream) {
        var given = fields.optional("stream_options");
        given.filter(_ -> !stream)
                .ifPresent(field -> {
                    throw field.invalid("is only allowed when stream is true");
                });
        return given.map(Field::object)
                .map(options -> {
                    options.optional("include_obfuscation").ifPresent(f -> mustBeFalse(f));
                    var usage = options.optional("include_usage").map(Field::bool);
                    options.refuseOthers();
                    return usage.orElse(false);
                })
                .orElse(false);
    }

    /// Fields of which only one value is possible here, and hints that change nothing.
    private static void checkConstants(Fields fields) {
        fields.optional("n").ifPresent(n -> n.integer(1, 1));
        fields.optional("store").ifPresent(f -> mustBeFalse(f));
        fields.optional("parallel_tool_calls").ifPresent(Field::bool);
        fields.optional("service_tier").ifPresent(f -> f.oneOf(List.of("auto", "default")));
        fields.optional("modalities")
                .ifPresent(f -> f.list().forEach(word -> word.oneOf(List.of("text"))));
        fields.optional("response_format")
                .map(Field::object)
                .ifPresent(format -> {
                    format.required("type").oneOf(List.of("text"));
                    format.refuseOthers();
                });
        for (var hint : List.of("user", "safety_identifier", "prompt_cache_key")) {
            fields.optional(hint).ifPresent(f -> f.text());
        }
        fields.optional("prompt_cache_retention")
                .ifPresent(f -> f.oneOf(List.of("in_memory", "in-memory", "24h")));
    }

    private static void mustBeFalse(Field field) {
        if (field.bool()) {
            throw field.refused("unsupported_value", "must be false, got true");
        }
    }

    private static void checkMetadata(Fields metadata) {
        var entries = metadata.json();
        if (entries.size() > MOST_METADATA) {
            throw ApiFailure.invalid(
                    "metadata",
                    "object_above_max_properties",
                    "metadata must have at most %d fields, got %d"
                            .formatted(MOST_METADATA, entries.size()));
        }
        for (var key : entries.keySet()) {
            if (key.length() > LONGEST_METADATA_KEY) {
                throw ApiFailure.invalid(
                        "metadata",
                        "invalid_value",
                        "metadata must have keys of at most %d characters, got %d"
                                .formatted(LONGEST_METADATA_KEY, key.length()));
            }
            var text = metadata.required(key).text();
            if (text.length() > LONGEST_METADATA) {
                metadata.required(key).text(LONGEST_METADATA);
            }
        }
    }
}
