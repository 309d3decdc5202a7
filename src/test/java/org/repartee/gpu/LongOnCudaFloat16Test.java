package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class LongOnCudaFloat16Test extends LongOnDevice {

    LongOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16));
    }
}
