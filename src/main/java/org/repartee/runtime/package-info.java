/// One forward pass of the model on a device: the only package that knows ONNX Runtime.
///
/// A step goes in as flat arrays (token ids, lengths, block tables), logits come out. Which
/// sequence a row belongs to, and who owns a block, is the caller's affair.
@NullMarked
package org.repartee.runtime;

import org.jspecify.annotations.NullMarked;
