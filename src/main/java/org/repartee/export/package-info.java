/// Turns a gpt-oss checkpoint into an ONNX model: reads safetensors, converts weights, spells the
/// graph.
///
/// Everything streams: no tensor is ever whole on the heap. Two graphs with the same inputs and
/// outputs exist, one of CUDA's fused operators and one that runs on any CPU.
@NullMarked
package org.repartee.export;

import org.jspecify.annotations.NullMarked;
