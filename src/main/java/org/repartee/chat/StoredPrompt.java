package org.repartee.chat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.repartee.conversation.Exchange;
import org.repartee.conversation.Message;
import org.repartee.conversation.Place;
import org.repartee.conversation.Transcript;
import org.repartee.harmony.Prompt;

/// The prompt of a question in a stored conversation.
///
/// @param date of the conversation's beginning: a changing one would make the cache useless
/// @param messages instructions, history and the question
record StoredPrompt(LocalDate date, Effort effort, List<ChatMessage> messages) {

    StoredPrompt {
        messages = List.copyOf(messages);
    }

    static StoredPrompt of(Exchange exchange, Question question) {
        var history = exchange.history();
        var began = history.isEmpty() ? question.arrival().at() : history.getFirst().createdAt();
        var messages = new ArrayList<ChatMessage>(history.size() + 3);
        messages.addAll(opening(exchange.instructions(), question.maxTokens()));
        messages.addAll(history(history));
        messages.add(new ChatMessage.User(exchange.text()));
        return new StoredPrompt(dateOf(began), question.effort(), messages);
    }

    Prompt prompt() {
        return Prompts.of(date, effort, List.of(), messages);
    }

    /// With the answer: what every next prompt of this branch begins with.
    Prompt next(String answer) {
        var longer = new ArrayList<>(messages);
        longer.add(new ChatMessage.Assistant("", answer, List.of()));
        return Prompts.of(date, effort, List.of(), longer);
    }

    /// The prompt of a question that may be asked soon.
    ///
    /// @param before what it follows, with its own instructions
    static Prompt ahead(
            Optional<Transcript> before, String instructions, String text, OptionalInt maxTokens) {
        var messages =
                new ArrayList<>(
                        opening(
                                before.map(Transcript::instructions).orElse(instructions),
                                maxTokens));
        before.ifPresent(it -> messages.addAll(history(it.branch())));
        messages.add(new ChatMessage.User(text));
        return Prompts.of(LocalDate.now(ZoneOffset.UTC), Effort.MEDIUM, List.of(), messages);
    }

    /// What the model is told before the first question.
    static List<ChatMessage> opening(String instructions, OptionalInt maxTokens) {
        var messages = new ArrayList<ChatMessage>(2);
        if (!instructions.isBlank()) {
            messages.add(new ChatMessage.Instructions(instructions));
        }
        maxTokens.ifPresent(most -> messages.add(new ChatMessage.Instructions(Brevity.of(most))));
        return messages;
    }

    static List<ChatMessage> history(List<Message> history) {
        var messages = new ArrayList<ChatMessage>(history.size());
        for (var message : history) {
            switch (message) {
                case Message.Question asked -> messages.add(new ChatMessage.User(asked.content()));
                case Message.Answer answer when answer.content().isBlank() -> {}
                case Message.Answer answer ->
                        messages.add(new ChatMessage.Assistant("", answer.content(), List.of()));
            }
        }
        return messages;
    }

    /// @throws ChatFailure.Invalid if the text is blank or too long
    static void check(Place place, int longest) {
        var text =
                switch (place) {
                    case Place.Start(var asked, _) -> Optional.of(asked);
                    case Place.Next(_, var asked) -> Optional.of(asked);
                    case Place.Instead(_, _, var asked) -> Optional.of(asked);
                    case Place.Again _, Place.Onward _ -> Optional.<String>empty();
                };
        if (text.filter(String::isBlank).isPresent()) {
            throw new ChatFailure.Invalid("text", "text must not be blank");
        }
        var length = text.map(String::length).orElse(0);
        if (length > longest) {
            throw new ChatFailure.Invalid(
                    "text", "text must have at most " + longest + " characters, got " + length);
        }
    }

    private static LocalDate dateOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
