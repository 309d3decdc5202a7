package org.repartee.bench.engine;

/// The kinds of things that are measured, in the order in which they are.
public enum Part {
    PREFILL("prefill"),
    DECODE("decode"),
    ENGINE_DECODE("decode through the engine"),
    FOLLOW_UP("follow-up"),
    MIXED("mixed load");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
