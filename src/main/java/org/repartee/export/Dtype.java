package org.repartee.export;

/// Element types that the published checkpoints use, by their safetensors names.
enum Dtype {
    U8(1),
    BF16(2),
    F16(2),
    F32(4);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    int bytes() {
        return bytes;
    }
}
