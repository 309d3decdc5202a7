package org.repartee.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Kernels of our own, loaded into the current device's context.
public final class CudaModule implements AutoCloseable {

    private final CudaDriver driver;
    private final MemorySegment context;
    private final MemorySegment module;

    private CudaModule(CudaDriver driver, MemorySegment context, MemorySegment module) {
        this.driver = driver;
        this.context = context;
        this.module = module;
    }

    /// Loads kernels; the driver compiles them for its device, or remembers that it did.
    ///
    /// @param ptx the kernels in NVIDIA's assembly language
    /// @throws NativeFailure if no device is current, or its driver is too old for them
    public static CudaModule load(String ptx) {
        var driver = CudaDriver.load();
        try (var arena = Arena.ofConfined()) {
            return new CudaModule(
                    driver, driver.context(), driver.loadModule(arena.allocateFrom(ptx)));
        }
    }

    /// The current device's compute capability, 10 * major + minor.
    public static int computeCapability() {
        return CudaDriver.load().computeCapability();
    }

    /// @param sharedBytes most shared memory that it will be launched with
    /// @throws NativeFailure if there is no such kernel, or the device has less shared memory
    public CudaKernel kernel(String name, int sharedBytes) {
        return new CudaKernel(driver, driver.kernel(module, name), sharedBytes);
    }

    /// Called by whichever thread closes the session: the context need not be its current one.
    @Override
    public void close() {
        driver.useContext(context);
        driver.unloadModule(module);
    }
}
