package org.repartee.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.repartee.chat.ChatMessage;

/// Reads `messages`.
final class MessageFields {

    private static final List<String> ROLES =
            List.of("system", "developer", "user", "assistant", "tool");

    private static final int LONGEST_ID = 256;
    private static final int LONGEST_NAME = 64;

    private final Set<String> callIds = new HashSet<>();

    private MessageFields() {}

    static List<ChatMessage> messages(Field field) {
        var list = field.list();
        if (list.isEmpty()) {
            throw field.refused("empty_array", "must hold at least one message");
        }
        var reader = new MessageFields();
        var messages = new ArrayList<ChatMessage>(list.size());
        for (var message : list) {
            messages.add(reader.message(message.object()));
        }
        return messages;
    }

    private ChatMessage message(Fields fields) {
        var role = fields.required("role").oneOf(ROLES);
        fields.optional("name").ifPresent(name -> name.text(LONGEST_NAME));
        var message =
                switch (role) {
                    case "user" -> new ChatMessage.User(content(fields.required("content")));
                    case "assistant" -> assistant(fields);
                    case "tool" -> toolResult(fields);
                    default -> new ChatMessage.Instructions(content(fields.required("content")));
                };
        fields.refuseOthers();
        return message;
    }

    private ChatMessage.Assistant assistant(Fields fields) {
        var calls = fields.optional("tool_calls").map(this::calls).orElse(List.of());
        var content =
                calls.isEmpty()
                        ? Optional.of(fields.required("content"))
                        : fields.optional("content");
        // What answers carry beside their text: clients send it back as it came.
        refuseValue(fields, "refusal");
        refuseValue(fields, "audio");
        refuseValue(fields, "function_call");
        fields.optional("annotations").ifPresent(Field::list);
        var reasoning = fields.optional("reasoning_content").or(() -> fields.optional("reasoning"));
        return new ChatMessage.Assistant(
                reasoning.map(Field::text).orElse(""),
                content.map(MessageFields::content).orElse(""),
                calls);
    }

    private ChatMessage.ToolResult toolResult(Fields fields) {
        var id = fields.required("tool_call_id");
        if (!callIds.contains(id.text())) {
            throw id.invalid("must be the id of an earlier tool call, got " + id.quoted());
        }
        return new ChatMessage.ToolResult(id.text(), content(fields.required("content")));
    }

    private List<ChatMessage.Call> calls(Field field) {
        return field.list().stream().map(Field::object).map(this::call).toList();
    }

    private ChatMessage.Call call(Fields call) {
        var id = call.required("id").text(LONGEST_ID);
        call.optional("type").ifPresent(type -> type.oneOf(List.of("function")));
        call.optional("index").ifPresent(index -> index.integer(0, Integer.MAX_VALUE));
        var function = call.required("function").object();
        var name = ToolFields.name(function.required("name"));
        var arguments = function.required("arguments").text();
        function.refuseOthers();
        call.refuseOthers();
        callIds.add(id);
        return new ChatMessage.Call(id, name, arguments);
    }

    /// A string, or the texts of an array of text parts one after another.
    private static String content(Field field) {
        if (field.isText()) {
            return field.text();
        }
        if (!field.isList()) {
            throw field.mistyped("a string or an array of text parts");
        }
        return field.list().stream()
                .map(Field::object)
                .map(MessageFields::part)
                .collect(Collectors.joining());
    }

    private static String part(Fields part) {
        part.required("type").oneOf(List.of("text"));
        var text = part.required("text").text();
        part.refuseOthers();
        return text;
    }

    private static void refuseValue(Fields fields, String name) {
        fields.optional(name)
                .ifPresent(field -> {
                    throw field.refused("unsupported_value", "must be null");
                });
    }
}
