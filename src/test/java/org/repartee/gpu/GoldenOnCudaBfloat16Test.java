package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class GoldenOnCudaBfloat16Test extends GoldenOnDevice {

    GoldenOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16, KvCacheDtype.AUTO));
    }
}
