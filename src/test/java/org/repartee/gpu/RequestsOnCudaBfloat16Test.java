package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class RequestsOnCudaBfloat16Test extends RequestsOnDevice {

    RequestsOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16));
    }
}
