package org.repartee.export;

/// The residual stream between two blocks, and its normed copy that the next block reads.
record Stream(String normed, String residual) {}
