package org.repartee.gpu;

import org.repartee.export.ExportRequest.Activations;

class GoldenOnCudaBfloat16Test extends GoldenOnDevice {

    GoldenOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16));
    }
}
