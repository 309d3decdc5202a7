/// Turns prompts into tokens: admits sequences, schedules steps, samples, delivers.
///
/// While the device computes a step, the tokens of the one before are delivered and the next one is
/// planned; between two steps stands only the choice of tokens.
///
/// Knows token ids only: text, messages and HTTP live above, the device below. One platform thread
/// owns `Scheduler`, `Sequence` and the KV cache; everyone else reaches it through `Inbox` and is
/// answered through `Generation`.
@NullMarked
package org.repartee.engine;

import org.jspecify.annotations.NullMarked;
