package org.repartee.runtime.cuda;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.lang.foreign.MemorySegment;
import org.repartee.runtime.cuda.CudaRuntime.Direction;

/// One CUDA device and one stream of it, on which ONNX Runtime computes, too.
public final class CudaAccelerator implements Accelerator {

    // cudaMemcpy2D refuses rows that lie further apart.
    private static final long LARGEST_PITCH = Integer.MAX_VALUE;

    private final CudaRuntime cuda;
    private final CudaGraphs graphs;
    private final int deviceId;
    private final MemorySegment stream;
    private long thread;

    private CudaAccelerator(CudaLibrary library, int deviceId) {
        cuda = new CudaRuntime(library);
        graphs = new CudaGraphs(library);
        this.deviceId = deviceId;
        useDevice();
        stream = cuda.createStream();
    }

    /// @throws NativeFailure if there is no such device, or CUDA's libraries are missing
    public static CudaAccelerator open(int deviceId) {
        loadProvider(deviceId);
        return new CudaAccelerator(CudaLibrary.load(), deviceId);
    }

    /// Tries to get a device back whose context is lost. All objects on it must have been closed.
    ///
    /// @throws NativeFailure if only a new process can use the device again
    public static CudaAccelerator reopen(int deviceId) {
        var library = CudaLibrary.load();
        var cuda = new CudaRuntime(library);
        cuda.setDevice(deviceId);
        cuda.deviceReset();
        return new CudaAccelerator(library, deviceId);
    }

    /// Making its options loads ONNX Runtime's CUDA provider, and with it CUDA's libraries.
    private static void loadProvider(int deviceId) {
        ProcessEnvironment.prepare();
        try {
            new OrtCUDAProviderOptions(deviceId).close();
        } catch (OrtException e) {
            throw new NativeFailure(
                    "ONNX Runtime's CUDA provider cannot be loaded: %s; it needs the onnxruntime_gpu library (deploy/repartee … --device cuda), an NVIDIA driver, and CUDA 12 with cuBLAS and cuRAND on the LD_LIBRARY_PATH"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    @Override
    public String name() {
        return "CUDA device %d (runtime %s, driver %s)"
                .formatted(deviceId, dotted(cuda.runtimeVersion()), dotted(cuda.driverVersion()));
    }

    private static String dotted(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    @Override
    public int deviceId() {
        return deviceId;
    }

    @Override
    public String memoryName() {
        return "Cuda";
    }

    @Override
    public void configure(SessionOptions options, boolean captured) throws OrtException {
        try (var provider = new OrtCUDAProviderOptions(deviceId)) {
            // Both: without the first, ONNX Runtime computes on a stream of its own, and results
            // are
            // copied before they are computed.
            provider.add("has_user_compute_stream", "1");
            provider.add("user_compute_stream", Long.toUnsignedString(stream.address()));
            // Memory is planned: the arena takes what it needs, not the next power of two.
            provider.add("arena_extend_strategy", "kSameAsRequested");
            // Capture is ours (gpu_graph_id is -1 in each run), but with this a graph that would
            // leave the device is refused when it is loaded, not when it is captured.
            provider.add("enable_cuda_graph", captured ? "1" : "0");
            options.addCUDA(provider);
        }
        options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
    }

    @Override
    public MemorySegment allocate(long bytes) {
        useDevice();
        return cuda.malloc(bytes);
    }

    @Override
    public void free(MemorySegment memory) {
        useDevice();
        cuda.free(memory);
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        useDevice();
        return cuda.hostAlloc(bytes).fill((byte) 0);
    }

    @Override
    public void freeHost(MemorySegment memory) {
        useDevice();
        cuda.freeHost(memory);
    }

    @Override
    public Memory memory() {
        useDevice();
        // Loading a model may have queued work elsewhere than on this stream.
        cuda.synchronizeDevice();
        return cuda.memory();
    }

    @Override
    public void upload(MemorySegment host, MemorySegment device) {
        useDevice();
        cuda.copy(device, host, host.byteSize(), Direction.TO_DEVICE, stream);
    }

    @Override
    public void download(MemorySegment device, MemorySegment host) {
        useDevice();
        cuda.copy(host, device, device.byteSize(), Direction.TO_HOST, stream);
    }

    @Override
    public void clear(MemorySegment device) {
        useDevice();
        cuda.clear(device, stream);
    }

    @Override
    public void copyInSlabs(MemorySegment device, int count, long source, long target, long bytes) {
        useDevice();
        var slab = device.byteSize() / count;
        if (slab <= LARGEST_PITCH) {
            cuda.copyRows(
                    device.asSlice(target),
                    device.asSlice(source),
                    new CudaRuntime.Rows(count, bytes, slab),
                    stream);
            return;
        }
        for (var i = 0; i < count; i++) {
            cuda.copy(
                    device.asSlice(i * slab + target, bytes),
                    device.asSlice(i * slab + source, bytes),
                    bytes,
                    Direction.ON_DEVICE,
                    stream);
        }
    }

    @Override
    public Recording capture(Runnable work) {
        useDevice();
        graphs.begin(stream);
        try {
            work.run();
        } catch (RuntimeException failed) {
            try {
                graphs.destroy(graphs.end(stream));
            } catch (NativeFailure alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
        return new CapturedGraph(graphs.end(stream));
    }

    private final class CapturedGraph implements Recording {

        private final MemorySegment executable;

        CapturedGraph(MemorySegment executable) {
            this.executable = executable;
        }

        @Override
        public void replay() {
            useDevice();
            graphs.launch(executable, stream);
        }

        @Override
        public void close() {
            useDevice();
            graphs.destroy(executable);
        }
    }

    @Override
    public void synchronize() {
        useDevice();
        cuda.synchronize(stream);
    }

    @Override
    public void close() {
        useDevice();
        cuda.destroyStream(stream);
    }

    /// CUDA keeps the current device per thread.
    private void useDevice() {
        var current = Thread.currentThread().threadId();
        if (thread != current) {
            cuda.setDevice(deviceId);
            thread = current;
        }
    }
}
