/// Logits in, one token out: penalties, bias, temperature, top-k, top-p, log-probabilities.
///
/// Knows one row of logits, or the largest of them, and the history of one request. Works on
/// primitive arrays that are reused from row to row, and never sorts a whole vocabulary.
@NullMarked
package org.repartee.engine.sampling;

import org.jspecify.annotations.NullMarked;
