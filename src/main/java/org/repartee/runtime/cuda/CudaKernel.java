package org.repartee.runtime.cuda;

import java.lang.foreign.MemorySegment;

/// A kernel of a [CudaModule].
public final class CudaKernel {

    // What a kernel may have without asking.
    private static final int FREE_SHARED_BYTES = 48 * 1024;

    private final CudaDriver driver;
    private final MemorySegment handle;

    CudaKernel(CudaDriver driver, MemorySegment handle, int sharedBytes) {
        this.driver = driver;
        this.handle = handle;
        if (sharedBytes > FREE_SHARED_BYTES) {
            driver.allowSharedMemory(handle, sharedBytes);
        }
    }

    /// How much of a kernel is launched.
    ///
    /// @param width blocks of threads
    /// @param height rows of such blocks
    /// @param threads of each block
    /// @param sharedBytes dynamic shared memory of each block
    /// @param early whether it starts while the kernel before it still runs, and itself waits for
    ///   that one's results (compute capability 9.0)
    public record Grid(int width, int height, int threads, int sharedBytes, boolean early) {}

    /// Queues the kernel.
    ///
    /// @param parameters the addresses of its parameters, which are copied before this returns
    public void launch(Grid grid, MemorySegment stream, MemorySegment parameters) {
        driver.launch(handle, grid, stream, parameters);
    }
}
