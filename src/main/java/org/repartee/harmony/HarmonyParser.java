package org.repartee.harmony;

import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.tokenizer.Tokenizer;

/// Reads what the model generates after `<|start|>assistant`, one token at a time. Never throws.
public final class HarmonyParser {

    public HarmonyParser(Tokenizer tokenizer) {
        throw new UnsupportedOperationException(tokenizer.name());
    }

    /// Reads the next token and tells what became known by it, often nothing.
    public void accept(int token, Consumer<HarmonyEvent> events) {
        throw new UnsupportedOperationException();
    }

    /// The generation is over, however it ended: an open message is closed.
    public void finish(Consumer<HarmonyEvent> events) {
        throw new UnsupportedOperationException();
    }

    /// The channel of the open message; empty before and between messages.
    public Optional<Channel> channel() {
        throw new UnsupportedOperationException();
    }

    /// Whether the next token belongs to an answer's content: only there may a constraint such as a
    /// JSON schema be applied, never to reasoning and headers.
    public boolean constrained() {
        throw new UnsupportedOperationException();
    }

    /// How many tokens of text the analysis messages had.
    public int reasoningTokens() {
        throw new UnsupportedOperationException();
    }

    /// How many tokens stood where the format does not allow them.
    public int anomalies() {
        throw new UnsupportedOperationException();
    }
}
