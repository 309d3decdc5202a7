package org.repartee.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/// How a graph for CUDA keeps keys and values. Each has a graph of its own; they share the weights.
enum KvCacheFormat {
    /// As activations are.
    NATIVE("model.onnx"),
    /// Whole numbers of 8 bits, one scale for a layer's keys and one for its values.
    INT8("model.kv-int8.onnx"),
    /// E4M3: four bits of exponent, three of mantissa.
    FP8("model.kv-fp8.onnx");

    private static final float LARGEST_INT8 = 127;
    private static final float LARGEST_FP8 = 448;

    private final String fileName;

    KvCacheFormat(String fileName) {
        this.fileName = fileName;
    }

    /// The graph's file in the model folder.
    String fileName() {
        return fileName;
    }

    boolean isQuantized() {
        return this != NATIVE;
    }

    DataType onnx(WeightType activations) {
        return switch (this) {
            case NATIVE -> activations.onnx();
            case INT8 -> DataType.INT8;
            case FP8 -> DataType.FLOAT8E4M3FN;
        };
    }

    /// What a stored number is multiplied with, for numbers up to `range`.
    ///
    /// E4M3 rounds every number from `2^-6` to 448 by the same share, so 1 is as good as any scale
    /// that keeps a layer's numbers in between; only larger ones need a larger scale, a power of
    /// two, which adds no error.
    float scale(float range) {
        return switch (this) {
            case NATIVE -> 1;
            case INT8 -> range / LARGEST_INT8;
            case FP8 -> {
                var scale = 1f;
                while (range / scale > LARGEST_FP8) {
                    scale *= 2;
                }
                yield scale;
            }
        };
    }
}
