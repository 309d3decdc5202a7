package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.function.Consumer;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.Timings;
import org.repartee.chat.TokenLogprob;
import org.repartee.chat.Usage;

/// Writes the events of a reply as OpenAI's `chat.completion.chunk` objects.
record CompletionChunks(CompletionHead head, Extras extras, JsonText text) {

    private static final String OBJECT = "chat.completion.chunk";

    /// What a client asked for beyond the answer.
    ///
    /// @param usage whether a last chunk tells the usage, and all others `"usage":null`
    /// @param timings whether that last chunk also tells where the time went
    record Extras(boolean usage, boolean timings) {}

    /// The chunk that opens every stream.
    String first() {
        return delta(delta -> delta.write("role", "assistant").write("content", ""), List.of());
    }

    /// The chunks of one event: one, or two at the end.
    List<String> of(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Accepted _ -> List.of();
            case ReplyEvent.Reasoning(var reasoning) ->
                    List.of(delta(d -> d.write("reasoning_content", reasoning), List.of()));
            case ReplyEvent.Answer(var answer, var logprobs) ->
                    List.of(delta(d -> d.write("content", answer), logprobs));
            case ReplyEvent.ToolCall(var index, var id, var name) ->
                    List.of(delta(d -> call(d, index, id, name), List.of()));
            case ReplyEvent.ToolArguments(var index, var arguments) ->
                    List.of(delta(d -> arguments(d, index, arguments), List.of()));
            case ReplyEvent.Finished(var finish, var usage, var timings) ->
                    last(finish, usage, timings);
            case ReplyEvent.Failed(var code, var message, _, _) ->
                    List.of(text.object(ApiError.server(500, code, message)::write));
        };
    }

    private List<String> last(ReplyEvent.Finish finish, Usage usage, Timings timings) {
        if (finish == ReplyEvent.Finish.CANCELLED) {
            return List.of(text.object(ApiError.CANCELLED::write));
        }
        if (finish == ReplyEvent.Finish.INTERRUPTED) {
            return List.of(text.object(ApiError.INTERRUPTED::write));
        }
        var end = choice(_ -> {}, List.of(), finish.wireName());
        return extras.usage() ? List.of(end, usage(usage, timings)) : List.of(end);
    }

    private String usage(Usage usage, Timings timings) {
        return text.object(json -> {
            head.write(json, OBJECT);
            json.writeStartArray("choices").writeEnd();
            ReplyJson.usage(json, usage);
            if (extras.timings()) {
                ReplyJson.timings(json, timings);
            }
        });
    }

    private String delta(Consumer<JsonGenerator> fields, List<TokenLogprob> logprobs) {
        return choice(fields, logprobs, "");
    }

    private String choice(
            Consumer<JsonGenerator> fields, List<TokenLogprob> logprobs, String finishReason) {
        return text.object(json -> {
            head.write(json, OBJECT);
            json.writeStartArray("choices").writeStartObject().write("index", 0);
            json.writeStartObject("delta");
            fields.accept(json);
            json.writeEnd();
            ReplyJson.logprobs(json, logprobs);
            if (finishReason.isEmpty()) {
                json.writeNull("finish_reason");
            } else {
                json.write("finish_reason", finishReason);
            }
            json.writeEnd().writeEnd();
            if (extras.usage()) {
                json.writeNull("usage");
            }
        });
    }

    private static void call(JsonGenerator delta, int index, String id, String name) {
        delta.writeStartArray("tool_calls").writeStartObject();
        delta.write("index", index).write("id", id).write("type", "function");
        delta.writeStartObject("function").write("name", name).write("arguments", "").writeEnd();
        delta.writeEnd().writeEnd();
    }

    private static void arguments(JsonGenerator delta, int index, String arguments) {
        delta.writeStartArray("tool_calls").writeStartObject().write("index", index);
        delta.writeStartObject("function").write("arguments", arguments).writeEnd();
        delta.writeEnd().writeEnd();
    }
}
