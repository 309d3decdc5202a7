package org.repartee.harmony;

import java.time.LocalDate;
import java.util.List;

/// All that the model is told before it answers.
///
/// @param date stays the same throughout a conversation: another date changes the first block of
///   the prompt and nothing of the conversation would be found in the prefix cache
/// @param effort a change of it, too, changes the first block
public record Prompt(
        LocalDate date,
        Effort effort,
        List<Function> functions,
        List<ResponseFormat> responseFormats,
        List<Message> messages) {
    public Prompt {
        functions = List.copyOf(functions);
        responseFormats = List.copyOf(responseFormats);
        messages = List.copyOf(messages);
    }

    /// A prompt without functions and response formats.
    public static Prompt of(LocalDate date, Effort effort, List<Message> messages) {
        return new Prompt(date, effort, List.of(), List.of(), messages);
    }
}
