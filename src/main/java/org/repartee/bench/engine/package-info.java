/// Measures the engine alone: the runtime step by step, and the engine's threads above it.
///
/// - Decode through the runtime: each sequence has its context in cache blocks of its own and takes
///   one token per step, the most likely one of the step before. A step's time reaches from one
///   choice of tokens to the next: filling the batch, computing, choosing. At most sixteen contexts
///   are computed, the others are copies of their blocks that go on with another token: speed
///   depends on memory that is read and on experts that are met, not on what texts say.
/// - Decode through the engine: the same sequences as requests; a step's time is the gap between
///   two tokens of one sequence while all sequences decode.
/// - Prefill through the runtime: a prompt of random tokens until its last token's logits are
///   there, in chunks of at most the step's tokens, as the engine computes them.
/// - Follow-up: a request whose prompt is an earlier one and some tokens more, from `submit` until
///   its reader has the first token.
/// - Mixed load: users, each of whom asks again as soon as it is answered; what their readers see.
///
/// Whatever a size meets first (searching kernels, compiling) happens before it is measured.
@NullMarked
package org.repartee.bench.engine;

import org.jspecify.annotations.NullMarked;
