package org.repartee.harmony;

import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;

/// Writes prompts as the tokens of the harmony format.
public final class HarmonyRenderer {

    private final Tokenizer tokenizer;

    public HarmonyRenderer(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// The whole prompt; ends with `<|start|>assistant`, where the model goes on.
    public int[] render(Prompt prompt) {
        throw new UnsupportedOperationException(prompt.toString());
    }

    /// The ids at which a generation stops: `<|return|>`, `<|call|>` and, as a safety,
    /// `<|endoftext|>`.
    public int[] stopIds() {
        return new int[] {
            tokenizer.special(SpecialToken.RETURN),
            tokenizer.special(SpecialToken.CALL),
            tokenizer.special(SpecialToken.END_OF_TEXT)
        };
    }
}
