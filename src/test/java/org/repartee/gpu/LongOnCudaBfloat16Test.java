package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class LongOnCudaBfloat16Test extends LongOnDevice {

    LongOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16));
    }
}
