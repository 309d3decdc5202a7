package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class GoldenOnCudaFloat16Test extends GoldenOnDevice {

    GoldenOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO));
    }
}
