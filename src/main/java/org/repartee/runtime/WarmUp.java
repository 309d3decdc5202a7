package org.repartee.runtime;

/// How far a runtime's warm-up is.
///
/// @param done kinds of steps computed so far
/// @param total kinds of steps to compute
/// @param step what was computed last, in words
public record WarmUp(int done, int total, String step) {

    /// As in `12 of 57: prefill of 512 tokens`.
    public String inWords() {
        return done + " of " + total + ": " + step;
    }
}
