package org.repartee.web;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.TokenLogprob;
import org.repartee.chat.Usage;

/// Collects the events of a reply into OpenAI's `chat.completion` object.
final class ChatCompletion {

    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder content = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    private record Call(String id, String name, StringBuilder arguments) {}

    /// Takes in what is not yet the end.
    void add(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Reasoning(var text) -> reasoning.append(text);
            case ReplyEvent.Answer(var text, var tokens) -> {
                content.append(text);
                logprobs.addAll(tokens);
            }
            case ReplyEvent.ToolCall(_, var id, var name) ->
                    calls.add(new Call(id, name, new StringBuilder()));
            case ReplyEvent.ToolArguments(var index, var text) ->
                    calls.get(index).arguments().append(text);
            case ReplyEvent.Accepted _, ReplyEvent.Finished _, ReplyEvent.Failed _ -> {}
        }
    }

    String toJson(CompletionHead head, ReplyEvent.Finish finish, Usage usage) {
        return new JsonText()
                .object(json -> {
                    head.write(json, "chat.completion");
                    json.writeStartArray("choices").writeStartObject().write("index", 0);
                    message(json);
                    ReplyJson.logprobs(json, logprobs);
                    json.write("finish_reason", finish.wireName());
                    json.writeEnd().writeEnd();
                    ReplyJson.usage(json, usage);
                });
    }

    private void message(JsonGenerator json) {
        json.writeStartObject("message").write("role", "assistant");
        if (content.isEmpty() && !calls.isEmpty()) {
            json.writeNull("content");
        } else {
            json.write("content", content.toString());
        }
        json.writeNull("refusal");
        if (!reasoning.isEmpty()) {
            json.write("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty()) {
            json.writeStartArray("tool_calls");
            calls.forEach(call -> call(json, call));
            json.writeEnd();
        }
        json.writeEnd();
    }

    private static void call(JsonGenerator json, Call call) {
        json.writeStartObject().write("id", call.id()).write("type", "function");
        json.writeStartObject("function")
                .write("name", call.name())
                .write("arguments", call.arguments().toString())
                .writeEnd();
        json.writeEnd();
    }
}
