package org.repartee.export;

/// What a graph says about the next token.
enum Scores {
    /// All logits, to be read whole.
    LOGITS,

    /// The largest logits and their sums beside all of them: see [CandidateGraph].
    CANDIDATES
}
