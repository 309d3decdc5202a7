package org.repartee.runtime;

import java.util.List;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CudaAccelerator;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.experts.CudaExperts;

/// Opens a device: at first, and again after it was lost.
interface DeviceOpener {

    Accelerator open();

    /// Operators of our own that a session on it may need; new ones for each session.
    List<CustomOperator> operators();

    /// @throws org.repartee.runtime.cuda.NativeFailure if only a new process can open it again
    Accelerator reopen();

    /// One CUDA device.
    record Cuda(int deviceId) implements DeviceOpener {
        @Override
        public Accelerator open() {
            return CudaAccelerator.open(deviceId);
        }

        @Override
        public List<CustomOperator> operators() {
            return CudaExperts.operators();
        }

        @Override
        public Accelerator reopen() {
            return CudaAccelerator.reopen(deviceId);
        }
    }
}
