package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class GoldenOnCudaFloat16Test extends GoldenOnDevice {

    GoldenOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16));
    }
}
