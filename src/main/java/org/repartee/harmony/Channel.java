package org.repartee.harmony;

/// What a message of the assistant is for.
public enum Channel {
    /// Reasoning: never the answer to the user.
    ANALYSIS("analysis"),
    /// A call of a function; without a recipient a preamble that the user may see.
    COMMENTARY("commentary"),
    /// The answer.
    FINAL("final");

    private final String word;

    Channel(String word) {
        this.word = word;
    }

    /// The word after `<|channel|>`.
    public String word() {
        return word;
    }
}
