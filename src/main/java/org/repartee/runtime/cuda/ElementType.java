package org.repartee.runtime.cuda;

import ai.onnxruntime.TensorInfo.OnnxTensorType;

/// Element types of the tensors that Repartee binds, by ONNX Runtime's numbers.
public enum ElementType {
    FLOAT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, 4),
    FLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, 2),
    BFLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, 2),
    FLOAT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN, 1),
    INT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, 1),
    INT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, 4),
    INT64(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, 8);

    private final OnnxTensorType onnx;
    private final int bytes;

    ElementType(OnnxTensorType onnx, int bytes) {
        this.onnx = onnx;
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    int code() {
        return onnx.value;
    }

    /// @throws NativeFailure if Repartee binds no such tensors
    public static ElementType of(String tensor, OnnxTensorType onnx) {
        for (var type : values()) {
            if (type.onnx == onnx) {
                return type;
            }
        }
        throw new NativeFailure(
                "%s has an element type that is not bound: %s".formatted(tensor, onnx));
    }
}
