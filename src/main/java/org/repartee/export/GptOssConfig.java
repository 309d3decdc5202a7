package org.repartee.export;

import java.util.List;
import org.repartee.runtime.LayerType;

/// A checkpoint's `config.json`, as far as the graph depends on it.
///
/// @param intermediateSize width of one expert
/// @param swigluLimit bound of gate and up projections
/// @param tiedEmbeddings whether `lm_head` is the embedding's transpose and has no tensor of its
///   own
record GptOssConfig(
        List<LayerType> layerTypes,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int kvHeads,
        int headSize,
        int vocabularySize,
        int slidingWindow,
        int experts,
        int expertsPerToken,
        int maxPositions,
        float rmsNormEps,
        float swigluLimit,
        boolean tiedEmbeddings,
        RopeScaling rope,
        List<Integer> stopIds) {

    /// The steepness of gpt-oss's gate: `gate * sigmoid(1.702 * gate)`. A constant of the
    /// architecture.
    static final float SWIGLU_ALPHA = 1.702f;

    GptOssConfig {
        layerTypes = List.copyOf(layerTypes);
        stopIds = List.copyOf(stopIds);
        requireMultiple("hidden_size", hiddenSize, Mxfp4.BLOCK);
        requireMultiple("intermediate_size", intermediateSize, Mxfp4.BLOCK);
        requireMultiple("head_dim", headSize, 2);
        requireMultiple("num_attention_heads", heads, kvHeads);
        if (!(rmsNormEps > 0)) {
            throw new IllegalArgumentException("rms_norm_eps must be above 0, got " + rmsNormEps);
        }
        if (!(swigluLimit > 0)) {
            throw new IllegalArgumentException("swiglu_limit must be above 0, got " + swigluLimit);
        }
    }

    int layers() {
        return layerTypes.size();
    }

    /// Query, key and value heads together.
    int projectedHeads() {
        return heads + 2 * kvHeads;
    }

    private static void requireMultiple(String field, int value, int of) {
        if (value < 1 || of < 1 || value % of != 0) {
            throw new IllegalArgumentException(
                    "%s must be a positive multiple of %d, got %d".formatted(field, of, value));
        }
    }
}
