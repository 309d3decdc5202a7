package org.repartee.runtime;

import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CudaAccelerator;

/// Opens a device: at first, and again after it was lost.
interface DeviceOpener {

    Accelerator open();

    /// @throws org.repartee.runtime.cuda.NativeFailure if only a new process can open it again
    Accelerator reopen();

    /// One CUDA device.
    record Cuda(int deviceId) implements DeviceOpener {
        @Override
        public Accelerator open() {
            return CudaAccelerator.open(deviceId);
        }

        @Override
        public Accelerator reopen() {
            return CudaAccelerator.reopen(deviceId);
        }
    }
}
