/// Tests of the tokenizer, against `o200k_base` and a vocabulary of single bytes.
@NullMarked
package org.repartee.tokenizer;

import org.jspecify.annotations.NullMarked;
