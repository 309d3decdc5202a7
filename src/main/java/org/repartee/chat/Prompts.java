package org.repartee.chat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.repartee.harmony.Function;
import org.repartee.harmony.Message;
import org.repartee.harmony.Prompt;

/// A caller's messages as harmony's prompt.
final class Prompts {

    private final Map<String, String> nameByCall = new HashMap<>();

    private Prompts() {}

    /// @throws ChatFailure.Invalid if a tool's name or a tool result's call id breaks a rule
    static Prompt of(LocalDate date, Effort effort, List<Tool> tools, List<ChatMessage> messages) {
        var prompts = new Prompts();
        var converted = new ArrayList<Message>(messages.size());
        for (var at = 0; at < messages.size(); at++) {
            converted.add(prompts.message(messages.get(at), at));
        }
        return new Prompt(date, harmony(effort), functions(tools), List.of(), converted);
    }

    /// What was said in a stored conversation, and what is asked now.
    static List<ChatMessage> messages(
            List<org.repartee.conversation.Message> history, String question) {
        var messages = new ArrayList<ChatMessage>(history.size() + 1);
        for (var message : history) {
            switch (message) {
                case org.repartee.conversation.Message.Question asked ->
                        messages.add(new ChatMessage.User(asked.content()));
                case org.repartee.conversation.Message.Answer answer
                        when answer.content().isBlank() -> {}
                case org.repartee.conversation.Message.Answer answer ->
                        messages.add(new ChatMessage.Assistant("", answer.content(), List.of()));
            }
        }
        messages.add(new ChatMessage.User(question));
        return messages;
    }

    private Message message(ChatMessage message, int at) {
        return switch (message) {
            case ChatMessage.Instructions(var text) -> new Message.Instructions(text);
            case ChatMessage.User(var text) -> new Message.User(text);
            case ChatMessage.Assistant(var reasoning, var text, var calls) ->
                    new Message.Assistant(reasoning, text, calls(calls, at));
            case ChatMessage.ToolResult(var id, var text) ->
                    new Message.FunctionResult(called(id, at), text);
        };
    }

    private List<Message.FunctionCall> calls(List<ChatMessage.Call> calls, int at) {
        var converted = new ArrayList<Message.FunctionCall>(calls.size());
        for (var call : calls) {
            nameByCall.put(call.id(), call.name());
            converted.add(functionCall(call, at));
        }
        return converted;
    }

    private static Message.FunctionCall functionCall(ChatMessage.Call call, int at) {
        try {
            return new Message.FunctionCall(call.name(), call.arguments());
        } catch (IllegalArgumentException invalid) {
            throw new ChatFailure.Invalid("messages[" + at + "].tool_calls", invalid);
        }
    }

    private String called(String id, int at) {
        var name = nameByCall.get(id);
        if (name == null) {
            var field = "messages[" + at + "].tool_call_id";
            throw new ChatFailure.Invalid(
                    field,
                    field + " must be the id of a call in an earlier message, got \"" + id + "\"");
        }
        return name;
    }

    private static List<Function> functions(List<Tool> tools) {
        var functions = new ArrayList<Function>(tools.size());
        for (var at = 0; at < tools.size(); at++) {
            var tool = tools.get(at);
            try {
                functions.add(new Function(tool.name(), tool.description(), tool.parameters()));
            } catch (IllegalArgumentException invalid) {
                throw new ChatFailure.Invalid("tools[" + at + "].function.name", invalid);
            }
        }
        return functions;
    }

    private static org.repartee.harmony.Effort harmony(Effort effort) {
        return switch (effort) {
            case LOW -> org.repartee.harmony.Effort.LOW;
            case MEDIUM -> org.repartee.harmony.Effort.MEDIUM;
            case HIGH -> org.repartee.harmony.Effort.HIGH;
        };
    }
}
