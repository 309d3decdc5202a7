package org.repartee.tokenizer;

/// The control tokens that the harmony format writes between texts. Every vocabulary must name them
/// all; their ids are the vocabulary's.
public enum SpecialToken {
    START("<|start|>"),
    CHANNEL("<|channel|>"),
    CONSTRAIN("<|constrain|>"),
    MESSAGE("<|message|>"),
    END("<|end|>"),
    RETURN("<|return|>"),
    CALL("<|call|>"),
    END_OF_TEXT("<|endoftext|>");

    private final String text;

    SpecialToken(String text) {
        this.text = text;
    }

    /// How the token is written in vocabulary files and in golden files, such as `<|start|>`.
    public String text() {
        return text;
    }
}
