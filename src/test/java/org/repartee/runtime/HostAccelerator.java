package org.repartee.runtime;

import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.NativeFailure;

/// An accelerator that is the host itself: work is done when it is queued. It counts what it gave
/// out, and fails when told to.
final class HostAccelerator implements Accelerator {

    private static final long ALIGNMENT = 256;

    private final Map<Long, Allocation> allocations = new HashMap<>();
    private final long total;
    private Optional<NativeFailure> failure = Optional.empty();
    private int uploads;
    private int replays;
    private int synchronizations;
    private boolean closed;

    private record Allocation(Arena arena, long bytes) {}

    /// @param total bytes that the pretended device has
    HostAccelerator(long total) {
        this.total = total;
    }

    /// From now on every call fails so.
    void failWith(NativeFailure failure) {
        this.failure = Optional.of(failure);
    }

    /// Copies to the device, which begin a step.
    int uploads() {
        return uploads;
    }

    int replays() {
        return replays;
    }

    int synchronizations() {
        return synchronizations;
    }

    /// Allocations that were not freed.
    int leaks() {
        return allocations.size();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return "the host";
    }

    @Override
    public int deviceId() {
        return 0;
    }

    @Override
    public String memoryName() {
        return "Cpu";
    }

    @Override
    public void configure(SessionOptions options, boolean graphs) {}

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed by free
    public MemorySegment allocate(long bytes) {
        check();
        if (bytes > memory().free()) {
            throw new NativeFailure("the host has no %d bytes".formatted(bytes));
        }
        var arena = Arena.ofShared();
        var memory = arena.allocate(bytes, ALIGNMENT);
        allocations.put(memory.address(), new Allocation(arena, bytes));
        // Undefined contents must harm nobody: not even those that are no numbers.
        return memory.fill((byte) 0xFF);
    }

    @Override
    public void free(MemorySegment memory) {
        var allocation = allocations.remove(memory.address());
        if (allocation == null) {
            throw new IllegalStateException("freed twice, or never allocated");
        }
        allocation.arena().close();
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        return allocate(bytes).fill((byte) 0);
    }

    @Override
    public void freeHost(MemorySegment memory) {
        free(memory);
    }

    @Override
    public Memory memory() {
        var used = allocations.values().stream().mapToLong(Allocation::bytes).sum();
        return new Memory(total - used, total);
    }

    @Override
    public void upload(MemorySegment host, MemorySegment device) {
        check();
        uploads++;
        device.copyFrom(host);
    }

    @Override
    public void download(MemorySegment device, MemorySegment host) {
        check();
        host.copyFrom(device);
    }

    @Override
    public void clear(MemorySegment device) {
        check();
        device.fill((byte) 0);
    }

    @Override
    public void copyInSlabs(MemorySegment device, int count, long source, long target, long bytes) {
        check();
        var slab = device.byteSize() / count;
        for (var i = 0; i < count; i++) {
            device.asSlice(i * slab + target, bytes)
                    .copyFrom(device.asSlice(i * slab + source, bytes));
        }
    }

    /// Work that is done at once cannot be recorded without being done: it is done again.
    @Override
    public Recording capture(Runnable work) {
        check();
        return new Recording() {
            @Override
            public void replay() {
                check();
                replays++;
                work.run();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void synchronize() {
        check();
        synchronizations++;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() {
        failure.ifPresent(cause -> {
            throw cause;
        });
    }
}
