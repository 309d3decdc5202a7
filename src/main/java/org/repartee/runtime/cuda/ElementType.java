package org.repartee.runtime.cuda;

import ai.onnxruntime.TensorInfo.OnnxTensorType;

/// Element types of the tensors that Repartee binds. The Java API numbers them otherwise than the C
/// API does.
public enum ElementType {
    FLOAT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, 1, 4),
    FLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, 10, 2),
    BFLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, 16, 2),
    FLOAT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN, 17, 1),
    UINT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, 2, 1),
    INT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, 3, 1),
    INT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, 6, 4),
    INT64(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, 7, 8);

    private final OnnxTensorType onnx;
    private final int code;
    private final int bytes;

    ElementType(OnnxTensorType onnx, int code, int bytes) {
        this.onnx = onnx;
        this.code = code;
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    /// The C API's number.
    int code() {
        return code;
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
