package org.repartee.chat;

/// Tokens of one request.
///
/// @param prompt all tokens of the prompt
/// @param cached those of them whose keys and values were in the cache already
/// @param completion all generated tokens, control tokens included
/// @param reasoning those of them that were reasoning
public record Usage(int prompt, int cached, int completion, int reasoning) {

    public int total() {
        return prompt + completion;
    }
}
