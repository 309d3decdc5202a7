package org.repartee.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/// How a device spells the parts of a decoder layer for which ONNX has no single standard operator.
sealed interface DecoderOperators permits PortableGraph, PagedGraph {

    /// Element type of activations, and of all weights that are not quantized.
    WeightType activations();

    /// Element type of keys and values in the cache.
    DataType cacheType();

    /// Writes keys and values into the cache and attends.
    ///
    /// @param projected queries, keys and values of all heads, `[T, (heads + 2 * kv heads) * head
    ///   size]`
    /// @return `[T, heads * head size]`
    String attention(int layer, String projected);

    /// Mixes the experts that the router picks.
    ///
    /// @param hidden `[rows, hidden size]`
    /// @param router the router's logits, `[rows, experts]`
    /// @return `[rows, hidden size]`
    String experts(int layer, String hidden, String router);
}
