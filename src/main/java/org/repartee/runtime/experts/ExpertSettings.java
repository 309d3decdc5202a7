package org.repartee.runtime.experts;

/// A node's attributes.
///
/// @param topK experts that each token goes to
/// @param epsilon of both norms
/// @param limit gate projections are at most this, up projections also at least its negative
/// @param alpha steepness of the gate: `gate * sigmoid(alpha * gate)`
public record ExpertSettings(int topK, float epsilon, float limit, float alpha) {}
