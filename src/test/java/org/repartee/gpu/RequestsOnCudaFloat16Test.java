package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class RequestsOnCudaFloat16Test extends RequestsOnDevice {

    RequestsOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16));
    }
}
