package org.repartee.runtime;

/// The sizes of a step's tensors, padding included.
///
/// @param tokens new tokens
/// @param rows sequences, at least one token each
/// @param context upper bound of a sequence's tokens
record StepShape(int tokens, int rows, int context) {

    /// Whether each sequence has one new token.
    boolean decodes() {
        return tokens == rows;
    }

    /// Columns of the block table.
    int columns(int blockSize) {
        return Math.ceilDiv(context, blockSize);
    }

    @Override
    public String toString() {
        return decodes()
                ? "%d sequences of up to %d tokens".formatted(rows, context)
                : "%d tokens of %d sequences of up to %d tokens".formatted(tokens, rows, context);
    }
}
