package org.repartee.harmony;

import java.util.Arrays;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;

/// Tokens under construction. Each text is encoded by itself, so that no token spans two parts of a
/// prompt and a prompt that is one turn longer begins with the same tokens.
final class TokenSequence {

    private final Tokenizer tokenizer;
    private int[] ids = new int[256];
    private int length;

    TokenSequence(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    TokenSequence special(SpecialToken token) {
        reserve(1);
        ids[length++] = tokenizer.special(token);
        return this;
    }

    TokenSequence text(String text) {
        var encoded = tokenizer.encode(text);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, ids, length, encoded.length);
        length += encoded.length;
        return this;
    }

    int[] ids() {
        return Arrays.copyOf(ids, length);
    }

    private void reserve(int count) {
        if (length + count > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(length + count, ids.length * 2));
        }
    }
}
