package org.repartee.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.repartee.chat.ChatMessage;
import org.repartee.chat.Effort;
import org.repartee.conversation.Place;

/// What a client says over `/ws/chat`.
sealed interface ClientFrame {

    /// Asks in a stored conversation.
    ///
    /// @param maxTokens absent: as many as the server allows
    record Ask(Place place, Effort effort, OptionalInt maxTokens) implements ClientFrame {}

    /// Asks without leaving anything behind: the client brings the history along.
    record AskOnce(List<ChatMessage> messages, Effort effort, OptionalInt maxTokens)
            implements ClientFrame {}

    /// Wants to hear of every answer in a conversation.
    ///
    /// @param answer the one that the client has already, up to the event `after`
    record Follow(UUID conversation, Optional<UUID> answer, int after) implements ClientFrame {}

    /// Ends the running answer.
    record Stop() implements ClientFrame {}

    /// What the page measured of an answer, in microseconds.
    record Measured(
            UUID conversation, OptionalLong network, OptionalLong firstWord, OptionalLong painted)
            implements ClientFrame {}

    /// Reads a frame.
    ///
    /// @throws ApiFailure 400 naming the first field that breaks a rule
    static ClientFrame of(Fields fields) {
        var type = fields.required("type").oneOf(List.of("ask", "stop", "follow", "measured"));
        var frame =
                switch (type) {
                    case "ask" -> ask(fields);
                    case "follow" -> follow(fields);
                    case "measured" -> measured(fields);
                    default -> new Stop();
                };
        fields.refuseOthers();
        return frame;
    }

    private static ClientFrame ask(Fields fields) {
        var messages = fields.optional("messages");
        var effort =
                fields.optional("reasoning_effort").map(OptionFields::effort).orElse(Effort.MEDIUM);
        var maxTokens =
                fields.optional("max_tokens")
                        .map(tokens -> OptionalInt.of(tokens.integer(1, Integer.MAX_VALUE)))
                        .orElse(OptionalInt.empty());
        return messages.<ClientFrame>map(
                        all -> new AskOnce(messages(fields, all), effort, maxTokens))
                .orElseGet(() -> new Ask(place(fields), effort, maxTokens));
    }

    private static Place place(Fields fields) {
        var conversation = fields.optional("conversation").map(Field::uuid);
        var again = fields.optional("again").map(Field::uuid);
        var onward = fields.optional("onward").map(Field::uuid);
        var parent = fields.optional("parent");
        if (conversation.isEmpty()) {
            var instructions = fields.optional("instructions").map(Field::text).orElse("");
            return new Place.Start(fields.required("text").text(), instructions);
        }
        var id = conversation.get();
        if (again.isPresent()) {
            return new Place.Again(id, again.get());
        }
        if (onward.isPresent()) {
            return new Place.Onward(id, onward.get());
        }
        var text = fields.required("text").text();
        return parent.<Place>map(after -> new Place.Instead(id, parent(after), text))
                .orElseGet(() -> new Place.Next(id, text));
    }

    /// `root` stands for the beginning of the conversation.
    private static Optional<UUID> parent(Field field) {
        return field.text().equals("root") ? Optional.empty() : Optional.of(field.uuid());
    }

    private static List<ChatMessage> messages(Fields fields, Field history) {
        var messages = new ArrayList<ChatMessage>();
        fields.optional("instructions")
                .map(Field::text)
                .filter(text -> !text.isBlank())
                .ifPresent(text -> messages.add(new ChatMessage.Instructions(text)));
        for (var field : history.list()) {
            var message = field.object();
            var role = message.required("role").oneOf(List.of("user", "assistant"));
            var text = message.required("content").text();
            message.refuseOthers();
            messages.add(
                    role.equals("user")
                            ? new ChatMessage.User(text)
                            : new ChatMessage.Assistant("", text, List.of()));
        }
        messages.add(new ChatMessage.User(fields.required("text").text()));
        return messages;
    }

    private static Follow follow(Fields fields) {
        return new Follow(
                fields.required("conversation").uuid(),
                fields.optional("answer").map(Field::uuid),
                fields.optional("after").map(it -> it.integer(0, Integer.MAX_VALUE)).orElse(0));
    }

    private static Measured measured(Fields fields) {
        return new Measured(
                fields.required("conversation").uuid(),
                micros(fields, "network_ms"),
                micros(fields, "first_word_ms"),
                micros(fields, "painted_ms"));
    }

    private static OptionalLong micros(Fields fields, String name) {
        return fields.optional(name)
                .map(it -> OptionalLong.of((long) (it.decimal(Range.MILLIS) * 1000)))
                .orElse(OptionalLong.empty());
    }
}
