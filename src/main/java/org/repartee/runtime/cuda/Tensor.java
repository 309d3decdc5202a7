package org.repartee.runtime.cuda;

import java.lang.foreign.MemorySegment;

/// ONNX Runtime's view of memory that belongs to somebody else.
public final class Tensor implements AutoCloseable {

    private final OrtApi api;
    private final MemorySegment handle;

    Tensor(OrtApi api, MemorySegment handle) {
        this.api = api;
        this.handle = handle;
    }

    MemorySegment handle() {
        return handle;
    }

    @Override
    public void close() {
        api.releaseValue(handle);
    }
}
