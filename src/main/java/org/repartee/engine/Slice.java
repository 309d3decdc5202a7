package org.repartee.engine;

/// Tokens `from … from + count - 1` of a sequence, to be computed in one step.
record Slice(Sequence sequence, int from, int count) {

    /// True if the slice ends at the last token known: its logits say what comes next.
    boolean reachesEnd() {
        return from + count == sequence.length();
    }
}
