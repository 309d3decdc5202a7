package org.repartee.runtime.cuda;

import ai.onnxruntime.OrtSession;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A session of the Java API, run through the C API over memory that was bound to it.
public final class BoundSession implements AutoCloseable {

    private static final String HOST_MEMORY = "Cpu";

    private final OrtApi api;
    private final MemorySegment session;
    private final MemorySegment hostMemory;
    private final MemorySegment deviceMemory;
    private final MemorySegment runOptions;

    /// @param session must live longer than this
    public BoundSession(OrtApi api, OrtSession session, Accelerator accelerator) {
        this.api = api;
        this.session = api.session(session);
        hostMemory = api.memoryInfo(HOST_MEMORY, 0);
        deviceMemory = api.memoryInfo(accelerator.memoryName(), accelerator.deviceId());
        runOptions =
                api.runOptions(
                        Map.of(
                                // Waiting is the caller's affair, once for a whole step.
                                "disable_synchronize_execution_providers", "1",
                                // ONNX Runtime must not capture: the caller does, copies included.
                                "gpu_graph_id", "-1"));
    }

    OrtApi api() {
        return api;
    }

    /// A binding without inputs and outputs yet.
    public IoBinding binding() {
        return new IoBinding(this, api.binding(session));
    }

    /// A tensor over device memory of exactly its size.
    public Tensor onDevice(MemorySegment memory, ElementType type, long... shape) {
        return new Tensor(api, api.tensor(deviceMemory, memory, type, shape));
    }

    /// A tensor over host memory of exactly its size.
    public Tensor onHost(MemorySegment memory, ElementType type, long... shape) {
        return new Tensor(api, api.tensor(hostMemory, memory, type, shape));
    }

    void run(MemorySegment binding) {
        api.run(session, runOptions, binding);
    }

    @Override
    public void close() {
        api.releaseRunOptions(runOptions);
        api.releaseMemoryInfo(deviceMemory);
        api.releaseMemoryInfo(hostMemory);
    }
}
