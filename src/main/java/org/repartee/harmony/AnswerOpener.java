package org.repartee.harmony;

import static org.repartee.tokenizer.SpecialToken.CHANNEL;
import static org.repartee.tokenizer.SpecialToken.END;
import static org.repartee.tokenizer.SpecialToken.MESSAGE;
import static org.repartee.tokenizer.SpecialToken.START;

import org.repartee.tokenizer.Tokenizer;

/// The tokens that open the answer, wherever the model stands:
/// `<|end|><|start|>assistant<|channel|>` `final<|message|>`, or as much of it as is missing. Empty
/// where the model already acts: in an answer, a preamble or a call.
final class AnswerOpener {

    private static final String ASSISTANT = "assistant";

    private final Tokenizer tokenizer;

    AnswerOpener(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// @param acted whether a message to the user or a call was already written
    int[] complete(HarmonyParser parser, boolean acted) {
        var tokens = new TokenSequence(tokenizer);
        var header = parser.header();
        if (header.isPresent()) {
            complete(header.get(), tokens);
        } else if (parser.channel().isEmpty()) {
            if (!acted) {
                start(tokens);
            }
        } else if (parser.reasoning()) {
            start(tokens.special(END));
        }
        return tokens.ids();
    }

    private static void complete(Header header, TokenSequence tokens) {
        if (header.recipient().isPresent()) {
            return;
        }
        switch (header.part()) {
            case ROLE -> completeRole(header, tokens);
            case CHANNEL -> completeChannel(header, tokens);
            case TYPE -> {
                if (header.message().channel() == Channel.ANALYSIS) {
                    start(tokens.special(MESSAGE).special(END));
                }
            }
        }
    }

    /// Nothing of a role, a part of `assistant`, all of it, or someone else's name.
    private static void completeRole(Header header, TokenSequence tokens) {
        var role = header.text(Header.Part.ROLE).stripLeading();
        if (header.isImplied() && role.isEmpty()) {
            toChannel(tokens);
        } else if (ASSISTANT.startsWith(role)) {
            toChannel(tokens.text(ASSISTANT.substring(role.length())));
        } else if (role.isBlank() || role.strip().equals(ASSISTANT)) {
            toChannel(tokens);
        } else if (!header.isAssistant()) {
            start(tokens.special(MESSAGE).special(END));
        }
    }

    private static void completeChannel(Header header, TokenSequence tokens) {
        var name = header.text(Header.Part.CHANNEL).stripLeading();
        if (Channel.FINAL.word().startsWith(name)) {
            tokens.text(Channel.FINAL.word().substring(name.length())).special(MESSAGE);
        } else if (Channel.ANALYSIS.word().startsWith(name)) {
            start(
                    tokens.text(Channel.ANALYSIS.word().substring(name.length()))
                            .special(MESSAGE)
                            .special(END));
        } else if (header.message().channel() == Channel.ANALYSIS) {
            start(tokens.special(MESSAGE).special(END));
        }
    }

    private static void start(TokenSequence tokens) {
        toChannel(tokens.special(START).text(ASSISTANT));
    }

    private static void toChannel(TokenSequence tokens) {
        tokens.special(CHANNEL).text(Channel.FINAL.word()).special(MESSAGE);
    }
}
