/// Turns text into token ids and back. Text never becomes a special token.
///
/// The ranks are jtokkit's own `o200k_base` or a vocabulary in the model's folder; merging is
/// jtokkit's. What special tokens mean is harmony's business: here they only have a name and an id.
@NullMarked
package org.repartee.tokenizer;

import org.jspecify.annotations.NullMarked;
