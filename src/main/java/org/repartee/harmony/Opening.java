package org.repartee.harmony;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.repartee.harmony.Message.Instructions;

/// The texts that stand before a conversation: the system message, which says who the model is and
/// how it shall work, and the developer message, which says what the caller wants.
final class Opening {

    private static final String PARAGRAPH = "\n\n";

    private Opening() {}

    static String system(Prompt prompt) {
        var tools =
                prompt.functions().isEmpty()
                        ? ""
                        : "\nCalls to these tools must go to the commentary channel: 'functions'.";
        return """
        You are ChatGPT, a large language model trained by OpenAI.
        Knowledge cutoff: 2024-06
        Current date: %s

        Reasoning: %s

        # Valid channels: analysis, commentary, final. \
        Channel must be included for every message.%s\
        """
                .formatted(prompt.date(), prompt.effort().word(), tools);
    }

    /// Empty if the caller wants nothing: then no developer message is written.
    static String developer(Prompt prompt) {
        var sections = new ArrayList<String>();
        var instructions = instructions(prompt.messages());
        if (!instructions.isEmpty()) {
            sections.add("# Instructions" + PARAGRAPH + instructions);
        }
        if (!prompt.functions().isEmpty()) {
            sections.add(functions(prompt.functions()));
        }
        if (!prompt.responseFormats().isEmpty()) {
            sections.add("# Response Formats");
            prompt.responseFormats().forEach(format -> sections.add(responseFormat(format)));
        }
        return String.join(PARAGRAPH, sections);
    }

    private static String instructions(List<Message> messages) {
        return messages.stream()
                .filter(Instructions.class::isInstance)
                .map(message -> ((Instructions) message).text())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(PARAGRAPH));
    }

    private static String functions(List<Function> functions) {
        return functions.stream()
                .map(TypeScript::declaration)
                .collect(
                        Collectors.joining(
                                PARAGRAPH,
                                "# Tools\n\n## functions\n\nnamespace functions {\n\n",
                                "\n\n} // namespace functions"));
    }

    private static String responseFormat(ResponseFormat format) {
        var comment =
                format.description().isEmpty() ? "" : TypeScript.comment(format.description(), "");
        return "## " + format.name() + PARAGRAPH + comment + JsonText.of(format.schema());
    }
}
