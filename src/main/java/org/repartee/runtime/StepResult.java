package org.repartee.runtime;

/// What one step says about the next token of each row: all logits, or the few largest.
///
/// A view of the runtime's memory: valid until its next step is launched.
public sealed interface StepResult permits Logits, Candidates {

    int rows();

    int vocabularySize();

    /// The token with the largest logit of a row; the lowest id among equals.
    int argmax(int row);

    /// Copies all logits of a row into `into[0 … vocabularySize - 1]`. May wait for the device.
    void copyRow(int row, float[] into);
}
