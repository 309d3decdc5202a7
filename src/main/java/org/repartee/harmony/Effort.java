package org.repartee.harmony;

/// How long the model should reason before it answers.
public enum Effort {
    LOW("low"),
    MEDIUM("medium"),
    HIGH("high");

    private final String word;

    Effort(String word) {
        this.word = word;
    }

    /// The word in the system message, also OpenAI's `reasoning_effort`.
    public String word() {
        return word;
    }
}
