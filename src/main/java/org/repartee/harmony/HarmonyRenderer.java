package org.repartee.harmony;

import static org.repartee.tokenizer.SpecialToken.CALL;
import static org.repartee.tokenizer.SpecialToken.CHANNEL;
import static org.repartee.tokenizer.SpecialToken.CONSTRAIN;
import static org.repartee.tokenizer.SpecialToken.END;
import static org.repartee.tokenizer.SpecialToken.END_OF_TEXT;
import static org.repartee.tokenizer.SpecialToken.MESSAGE;
import static org.repartee.tokenizer.SpecialToken.RETURN;
import static org.repartee.tokenizer.SpecialToken.START;

import org.repartee.harmony.Message.Assistant;
import org.repartee.harmony.Message.FunctionCall;
import org.repartee.harmony.Message.FunctionResult;
import org.repartee.harmony.Message.Instructions;
import org.repartee.harmony.Message.User;
import org.repartee.tokenizer.Tokenizer;

/// Writes prompts as the tokens of the harmony format. Immutable and safe to share.
///
/// A message is `<|start|>{header}<|message|>{content}<|end|>`; a call ends with `<|call|>`. What
/// the model ended with `<|return|>` is history now and ends with `<|end|>`.
public final class HarmonyRenderer {

    private static final String ASSISTANT = "assistant";

    private final Tokenizer tokenizer;

    public HarmonyRenderer(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// The whole prompt; ends with `<|start|>assistant`, where the model goes on.
    public int[] render(Prompt prompt) {
        var tokens = new TokenSequence(tokenizer);
        conversation(prompt, tokens);
        return tokens.special(START).text(ASSISTANT).ids();
    }

    /// The prompt without its last `<|start|>assistant`: with a finished answer as last message,
    /// what every next turn will begin with. Prefilled while the server is idle it saves that turn
    /// the answer, whose tokens moved when the reasoning before it was dropped.
    public int[] history(Prompt prompt) {
        var tokens = new TokenSequence(tokenizer);
        conversation(prompt, tokens);
        return tokens.ids();
    }

    /// The prompt with the beginning of its answer, where the model goes on: [#answerOpener] and
    /// what was said already.
    public int[] onward(Prompt prompt, String begun) {
        var tokens = new TokenSequence(tokenizer);
        conversation(prompt, tokens);
        return opened(tokens.special(START).text(ASSISTANT)).text(begun).ids();
    }

    /// What stands between `<|start|>assistant` and an answer's first word.
    public int[] answerOpener() {
        return opened(new TokenSequence(tokenizer)).ids();
    }

    private static TokenSequence opened(TokenSequence tokens) {
        return tokens.special(CHANNEL).text(Channel.FINAL.word()).special(MESSAGE);
    }

    /// The ids at which a generation stops: `<|return|>`, `<|call|>` and, as a safety,
    /// `<|endoftext|>`.
    public int[] stopIds() {
        return new int[] {
            tokenizer.special(RETURN), tokenizer.special(CALL), tokenizer.special(END_OF_TEXT)
        };
    }

    private static void conversation(Prompt prompt, TokenSequence tokens) {
        message("system", Opening.system(prompt), tokens);
        var developer = Opening.developer(prompt);
        if (!developer.isEmpty()) {
            message("developer", developer, tokens);
        }
        for (var message : HistoryTrim.trim(prompt.messages())) {
            write(message, tokens);
        }
    }

    private static void write(Message message, TokenSequence tokens) {
        switch (message) {
            case Instructions _ -> {
                // Already in the developer message.
            }
            case User(var text) -> message("user", text, tokens);
            case Assistant said -> write(said, tokens);
            case FunctionResult(var name, var output) -> {
                tokens.special(START).text("functions." + name + " to=" + ASSISTANT);
                content(Channel.COMMENTARY, output, tokens);
            }
        }
    }

    private static void write(Assistant said, TokenSequence tokens) {
        if (!said.reasoning().isEmpty()) {
            tokens.special(START).text(ASSISTANT);
            content(Channel.ANALYSIS, said.reasoning(), tokens);
        }
        var answer = said.calls().isEmpty();
        if (answer || !said.content().isEmpty()) {
            tokens.special(START).text(ASSISTANT);
            content(answer ? Channel.FINAL : Channel.COMMENTARY, said.content(), tokens);
        }
        said.calls().forEach(call -> write(call, tokens));
    }

    private static void write(FunctionCall call, TokenSequence tokens) {
        tokens.special(START)
                .text(ASSISTANT)
                .special(CHANNEL)
                .text(Channel.COMMENTARY.word() + " to=functions." + call.name() + " ")
                .special(CONSTRAIN)
                .text("json")
                .special(MESSAGE)
                .text(call.arguments())
                .special(CALL);
    }

    private static void message(String role, String content, TokenSequence tokens) {
        tokens.special(START).text(role).special(MESSAGE).text(content).special(END);
    }

    private static void content(Channel channel, String content, TokenSequence tokens) {
        tokens.special(CHANNEL).text(channel.word()).special(MESSAGE).text(content).special(END);
    }
}
