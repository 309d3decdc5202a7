/// A published gpt-oss checkpoint becomes a model folder: `model.onnx` with its weights beside it,
/// `geometry.json` and the vocabulary.
///
/// Streams: tensor after tensor goes from the checkpoint to the weights file, so that the heap
/// holds one slice at a time, never the model.
@NullMarked
package org.repartee.export;

import org.jspecify.annotations.NullMarked;
