package org.repartee.export;

/// What the graph for the CPU is spelled for, beside serving it: tests run it where they have no
/// CUDA.
///
/// @param scores what it says about the next token
/// @param expertBlock whether experts are one node of our own operator, as on CUDA in MXFP4
record PortableOptions(Scores scores, boolean expertBlock) {

    static PortableOptions standard(Scores scores) {
        return new PortableOptions(scores, false);
    }
}
