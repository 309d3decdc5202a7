package org.repartee.runtime.cuda;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.MemorySegment;

/// A device with memory of its own and one queue of work, which it does in order.
///
/// Segments of device memory have addresses and sizes, but nothing that Java could read. Copies
/// return before they are done; [#synchronize] waits for all of them. Not thread-safe. Every call
/// may throw [NativeFailure].
public interface Accelerator extends AutoCloseable {

    /// What people call the device.
    String name();

    /// Which device of its kind, from 0.
    int deviceId();

    /// ONNX Runtime's name of the device's memory: `Cuda`, `Cpu`.
    String memoryName();

    /// Makes a session compute here.
    ///
    /// @param graphs whether [#capture] will be used: a graph that leaves the device is refused
    ///   then
    void configure(SessionOptions options, boolean graphs) throws OrtException;

    /// Device memory, its contents undefined.
    MemorySegment allocate(long bytes);

    void free(MemorySegment memory);

    /// Host memory of zeros that the device reaches without a detour.
    MemorySegment allocateHost(long bytes);

    void freeHost(MemorySegment memory);

    /// Memory of the whole device, whoever uses it, once everything on it is done.
    Memory memory();

    /// @param free bytes that can still be had
    /// @param total bytes that there are
    record Memory(long free, long total) {}

    /// Copies all of `host` to the beginning of `device`.
    void upload(MemorySegment host, MemorySegment device);

    /// Copies all of `device` to the beginning of `host`.
    void download(MemorySegment device, MemorySegment host);

    /// Fills device memory with zeros.
    void clear(MemorySegment device);

    /// Copies `bytes` from `source` to `target` in each of `count` slabs of equal size that make up
    /// `device`; the offsets are within a slab.
    void copyInSlabs(MemorySegment device, int count, long source, long target, long bytes);

    /// Records what `work` queues, instead of doing it. What runs on the host meanwhile runs once,
    /// now.
    Recording capture(Runnable work);

    /// Work that can be queued again with one call.
    interface Recording extends AutoCloseable {
        void replay();

        @Override
        void close();
    }

    /// Waits until the queue is empty.
    void synchronize();

    /// Gives the queue back; memory must have been freed before.
    @Override
    void close();
}
